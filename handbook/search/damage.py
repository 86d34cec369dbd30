"""What is said where a written index cannot be read back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager


class PackError(ValueError):
    """The text is no index of this format: damaged, or of another version."""


@contextmanager
def unpacking(what: str) -> Iterator[None]:
    """Names what is damaged, in Chinese, where the work inside fails because of it.

    Raises:
        PackError: the work raised it, or one of the errors that damage leads to.
    """
    try:
        yield
    except PackError:
        raise
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        raise PackError(f"{what}已损坏：{error}") from None
