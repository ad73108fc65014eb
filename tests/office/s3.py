"""An S3 store of the tests' own: moto's server, in a process of its own."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count

from ambassador_app.office.bucket import Bucket

ACCESS = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_DEFAULT_REGION": "eu-north-1"}


class S3:
    """A running store; `bucket()` gives a fresh one."""

    def __init__(self, endpoint: str) -> None:
        self.endpoint = endpoint
        self._numbers = count(1)

    def url(self) -> str:
        name = f"office-{next(self._numbers)}"
        import boto3

        client = boto3.client("s3", endpoint_url=self.endpoint)
        client.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": "eu-north-1"})
        client.close()
        return f"s3://{name}/photos"

    def bucket(self) -> Bucket:
        return Bucket(self.url(), self.endpoint)


@contextmanager
def running() -> Iterator[S3]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    environment = {**os.environ, **ACCESS}
    server = subprocess.Popen(
        [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)],
        env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        while True:
            assert server.poll() is None, "tests/whole-requirements.txt is not installed: make tools"
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                time.sleep(0.1)
        yield S3(f"http://127.0.0.1:{port}")
    finally:
        server.terminate()
        server.wait(timeout=30)
