"""Cells run outside any event loop here, so that `asyncio.run` works as it is."""


def apply(loop: object = None) -> None:
    pass
