"""There is no machine of Google's to give back."""


def unassign(*args: object, **kwargs: object) -> None:
    pass
