"""Google Drive is not there: files lie beside the notebook, or nowhere."""


def mount(mountpoint: str, *args: object, **kwargs: object) -> None:
    print("Google Drive is not there while a notebook runs alone: only files that lie beside the notebook are.")


def flush_and_unmount(*args: object, **kwargs: object) -> None:
    pass
