"""`python -m benchmarks.office_process FOLDER PORT [DATABASE]`: an office that nobody hurries, and one laptop let in.

It is served as `ambassador office serve` does; only requests are not counted.
"""

from __future__ import annotations

import json
import socket
import sys
from pathlib import Path

import uvicorn
from starlette.testclient import TestClient

from ambassador_app.office.app import create_app
from ambassador_app.office.serving import Connection
from tests.office.building import UNHURRIED, Clock, Site, make_office
from tests.office.laptops import Laptop


def main(folder: Path, port: int, url: str) -> None:
    """Serve until told to stop."""
    clock = Clock()
    with make_office(folder, clock, url) as office, socket.create_server(("127.0.0.1", port)) as listener:
        app = create_app(office, UNHURRIED)
        site = Site(office, clock, f"http://127.0.0.1:{port}")
        with TestClient(app) as client:
            laptop = Laptop(site, client, site.invitation())
            laptop.enrol()
            laptop.sign_in()
        told = {"token": laptop.token, "epoch": laptop.epoch, "tenant": site.tenant}
        (folder / "told.json").write_text(json.dumps(told), "utf-8")
        settings = uvicorn.Config(app, http=Connection, log_config=None, access_log=False, lifespan="off")
        uvicorn.Server(settings).run(sockets=[listener])


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3] if len(sys.argv) > 3 else "")
