"""An office that dies on command: `python -m tests.office.crashing FOLDER [DATABASE]`.

It says its port. For each line `POINT WHEN` it serves, on the same port, until the point is come to, and dies there as
`kill -9` does: before the step, or when it is done. `- -` serves until a line comes. It says `up` and `down`.
"""

import os
import signal
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import uvicorn

from ambassador_app.office.access import Access
from ambassador_app.office.app import create_app
from ambassador_app.office.attachments import Attachments
from ambassador_app.office.folder import Folder
from ambassador_app.office.log import Log
from ambassador_app.office.serving import Connection
from tests.office.building import UNHURRIED, make_office

OWNERS: dict[str, Any] = {"access": Access, "attachments": Attachments, "folder": Folder, "log": Log}
POINTS = (
    "access.enrol", "access.token", "attachments.begin", "attachments.write", "folder.finish", "attachments._note",
    "folder.discard", "attachments.finish", "log._write", "log.push", "log.pull",
)  # fmt: skip
"""Every step at which the office changes something, and the answers after it."""


def dying(point: str, when: str) -> None:
    """Make the first call of a method the last thing this process does."""
    owner, _, name = point.partition(".")
    real: Callable[..., Any] = getattr(OWNERS[owner], name)

    def last(self: Any, *arguments: Any, **named: Any) -> Any:
        if when == "after":
            real(self, *arguments, **named)
        os._exit(137)

    setattr(OWNERS[owner], name, last)


def serve(listener: socket.socket, folder: Path, url: str) -> None:
    with make_office(folder, url=url) as office:
        config = uvicorn.Config(
            create_app(office, UNHURRIED), http=Connection, log_config=None, access_log=False, lifespan="off"
        )
        uvicorn.Server(config).run(sockets=[listener])


def said(word: object) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


def main(folder: Path, url: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        said(listener.getsockname()[1])
        while line := sys.stdin.readline():
            point, when = line.split()
            child = os.fork()
            if not child:
                sys.stdin.close()
                if point != "-":
                    dying(point, when)
                serve(listener, folder, url)
                os._exit(0)
            said("up")
            if point == "-":
                sys.stdin.readline()
                os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            said("down")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else "")
