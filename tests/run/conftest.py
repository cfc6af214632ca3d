"""What tests of runs share: an S3 server on this machine."""

import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import fsspec
import pytest


@pytest.fixture
def cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A cache folder of its own: tests at the same time give the same addresses."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def s3(monkeypatch: pytest.MonkeyPatch, cache: Path) -> Iterator[Any]:
    """A bucket `articles` on an S3 server on this machine."""
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://{host}:{port}")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "testing")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "hush-hush-hush")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    # Buckets of a server in this process outlive it; stores that were opened before know another port.
    urllib.request.urlopen(f"http://{host}:{port}/moto-api/reset", data=b"").close()
    fsspec.get_filesystem_class("s3").clear_instance_cache()
    store = fsspec.filesystem("s3")
    store.mkdir("articles")
    yield store
    server.stop()


@pytest.fixture
def memory(cache: Path) -> Iterator[Any]:
    """A store in memory, empty before and after."""
    store = fsspec.filesystem("memory")
    store.rm("/", recursive=True)
    yield store
    store.rm("/", recursive=True)
