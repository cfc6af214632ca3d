"""Files that stand whole or not at all."""

from pathlib import Path

import pytest

from framing.whole_files import open_whole


def test_a_file_not_written_to_its_end_leaves_the_older_one(tmp_path: Path) -> None:
    """Whatever ends the writing, nothing else lies in the folder afterwards."""
    path = tmp_path / "new" / "a.txt"
    for content, problem in ((b"old", None), (b"new", OSError("full")), (b"newer", KeyboardInterrupt())):
        try:
            with open_whole(path) as file:
                file.write(content)
                if problem:
                    raise problem
        except type(problem or AssertionError()):
            pass
    assert [one.name for one in path.parent.iterdir()] == ["a.txt"]
    assert path.read_bytes() == b"old"
    with pytest.raises(OSError, match="Is a directory"), open_whole(path.parent) as file:
        file.write(b"x")
    assert [one.name for one in tmp_path.iterdir()] == ["new"]
