"""There is no page whose output could be changed."""

from collections.abc import Callable


def clear(*args: object, **kwargs: object) -> None:
    from IPython.display import clear_output

    clear_output()


def enable_custom_widget_manager(*args: object, **kwargs: object) -> None:
    pass


def disable_custom_widget_manager() -> None:
    pass


def no_vertical_scroll() -> None:
    pass


def register_callback(function_name: str, callback: Callable[..., object]) -> None:
    pass


def eval_js(*args: object, **kwargs: object) -> None:
    pass
