"""What tests of runs share: an S3 server on this machine.

Its tests are skipped without s3fs and moto, which constraints.txt leaves out: their botocore needs a
python-dateutil below 3, and 4 is pinned. `pip install s3fs 'moto[server]'` without the constraints runs them.
"""

import urllib.request
from collections.abc import Iterator
from typing import Any

import fsspec
import pytest


@pytest.fixture
def s3(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A bucket `articles` on an S3 server on this machine."""
    pytest.importorskip("s3fs")
    servers = pytest.importorskip("moto.server")
    server = servers.ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
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
