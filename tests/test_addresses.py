"""Addresses without their credentials."""

import pickle

import fsspec
import pytest

from framing.addresses import hide_credentials, hide_in_message, is_address
from framing.remote import RemotePath


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("s3://bucket/a?.txt", "s3://bucket/a?.txt"),
        ("s3://bucket/a@b.txt", "s3://bucket/a@b.txt"),
        ("s3://id:secret@bucket/a", "s3://***@bucket/a"),
        ("ftp://ftp:ftp@host/ftp", "ftp://***@host/ftp"),
        ("https://host/a.jsonl?X-Amz-Signature=abcdef&x=1", "https://host/a.jsonl?***"),
        ("https://token@host/a.jsonl", "https://***@host/a.jsonl"),
        ("abfs://container@account/a", "abfs://container@account/a"),
        ("folder/a@b?.txt", "folder/a@b?.txt"),
        ("C://a", "C://a"),
    ],
)
def test_an_address_is_shown_without_its_credentials(address: str, shown: str) -> None:
    """User, password and query are left out; names that only look like them stay."""
    assert hide_credentials(address) == shown


def test_paths_with_one_letter_are_no_addresses() -> None:
    """A drive of Windows is no kind of store."""
    assert is_address("s3://a")
    assert not is_address("C://a")
    assert not is_address("a/b")


def test_a_message_of_another_library_is_cleaned() -> None:
    """Parts of the address and other secrets are left out, as written and decoded."""
    address = "https://anna:ge%20heim@host/a?sig=abcdefgh&n=1"
    message = "403 for anna:ge heim at host (sig abcdefgh, key tokentoken)"
    cleaned = hide_in_message(message, address, ["tokentoken"])
    assert not {"anna", "heim", "abcdefgh", "tokentoken"} & set(cleaned.replace(":", " ").replace(",", " ").split())


def test_a_remote_path_shows_no_credentials_and_is_pickled_with_them() -> None:
    """A worker gets the whole address; whoever prints it does not."""
    path = RemotePath("memory://user:password@bucket/a.txt")
    assert "password" not in f"{path} {path!r} {path.name}"
    assert pickle.loads(pickle.dumps(path)) == path


def test_faults_of_a_store_hide_its_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a store says in an exception is cut to one line without the secrets it was opened with."""

    class Broken(fsspec.AbstractFileSystem):
        protocol = "broken"

        def info(self, path: str, **_: object) -> dict[str, object]:
            raise RuntimeError(f"denied to {self.storage_options['secret']}\nmore")

    fsspec.register_implementation("broken", Broken, clobber=True)
    monkeypatch.setitem(fsspec.config.conf, "broken", {"secret": "hush-hush-hush"})
    with pytest.raises(OSError, match="denied") as problem:
        RemotePath("broken://a/b.txt").find_size()
    assert problem.value.filename == "broken://a/b.txt"
    assert problem.value.strerror == "RuntimeError: denied to ***"
