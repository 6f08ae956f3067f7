"""Nobody is there to log in as."""


def authenticate_user(*args: object, **kwargs: object) -> None:
    print("Nobody is logged in while a notebook runs alone.")


def authenticate_service_account(*args: object, **kwargs: object) -> None:
    pass
