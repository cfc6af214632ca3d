"""A file that is read by ranges, as a file object."""

import io
import os
from collections.abc import Callable
from typing import Any


class Ranges(io.RawIOBase):
    """A file, read range by range; any number of readers may be open.

    Args:
        read_range: the bytes from a first one to before a last one.
        size: bytes of the file.
    """

    def __init__(self, read_range: Callable[[int, int], bytes], size: int) -> None:
        self._read_range = read_range
        self._size = size
        self._position = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._position

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        self._position = offset + {os.SEEK_SET: 0, os.SEEK_CUR: self._position, os.SEEK_END: self._size}[whence]
        return self._position

    def readinto(self, buffer: Any) -> int:
        end = min(self._position + len(buffer), self._size)
        if self._position >= end:
            return 0
        content = self._read_range(self._position, end)
        buffer[: len(content)] = content
        self._position += len(content)
        return len(content)
