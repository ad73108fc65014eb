"""The real provider as a process of its own, and a browser without a window that fills in its forms."""

import html
import json
import re
import shutil
import socket
import ssl
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urljoin

import httpx

from ambassador_app.domain.roles import Role
from ambassador_app.office.login.settings import SignIn

ROOT = Path(__file__).parents[2]
HERE = Path(__file__).parent / "provider"
PLACE = ROOT / "build" / "provider"
"""Where `make tools` installs what is in package-lock.json."""
CLIENT = "ambassador"
GROUPS = {Role.AMBASSADOR: ("climate",), Role.COORDINATOR: ("climate-lead",), Role.ADMINISTRATOR: ("it",)}


class RealProvider:
    """Node's `oidc-provider` on a port of its own. `people` may change at any moment."""

    def __init__(self, folder: Path) -> None:
        assert (PLACE / "node_modules" / "oidc-provider").is_dir(), "the provider is not installed: make tools"
        self._people = folder / "people.json"
        with socket.create_server(("127.0.0.1", 0)) as listener:
            self.port = listener.getsockname()[1]
        self.issuer = f"http://127.0.0.1:{self.port}"
        self._process: subprocess.Popen[str] | None = None

    def sign_in(self, **changes: object) -> SignIn:
        return SignIn(**{"issuer": self.issuer, "client_id": CLIENT, "groups": GROUPS, **changes})

    def knows(self, **people: tuple[str, ...]) -> None:
        """Say who there is: login and groups; the name is made of the login."""
        names = {"aase": "Åse Østergård", "bo": "Bo Ærø"}
        told = {login: {"name": names[login], "groups": list(groups)} for login, groups in people.items()}
        self._people.write_text(json.dumps(told), encoding="utf-8")

    def start(self, key: str = "k1") -> None:
        shutil.copyfile(HERE / "provider.mjs", PLACE / "provider.mjs")
        command = [str(PLACE / "node"), str(PLACE / "provider.mjs"), str(self.port), str(self._people), key]
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        assert self._process.stdout
        assert self._process.stdout.readline() == "listening\n"

    def stop(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process.stdout.close()
            self._process = None


@contextmanager
def running(folder: Path) -> Iterator[RealProvider]:
    provider = RealProvider(folder)
    provider.knows(aase=("climate",))
    provider.start()
    try:
        yield provider
    finally:
        provider.stop()


class Person:
    """Somebody at a browser that keeps cookies: signs in with a login, or thinks better of it (`gives_up`)."""

    def __init__(self, login: str = "aase", trusts: str = "") -> None:
        self.login = login
        trust = ssl.create_default_context(cafile=trusts) if trusts else True
        self.gives_up = False
        self.asked: list[str] = []
        self.seen: list[httpx.Response] = []
        self.passwords = 0
        self._client = httpx.Client(trust_env=False, timeout=30, verify=trust)
        self._threads: list[threading.Thread] = []

    def opens(self, url: str) -> bool:
        """As the system's browser does: returns at once, the person takes their time."""
        self.asked.append(url)
        thread = threading.Thread(target=self.walks, args=(url,))
        thread.start()
        self._threads.append(thread)
        return True

    def leaves(self) -> None:
        for thread in self._threads:
            thread.join(20)
        self._client.close()

    def walks(self, url: str) -> httpx.Response:
        """Follow and fill in until a page has no form of the provider; gives the last page."""
        provider = httpx.URL(url).netloc
        page = self._follow(url)
        while page.request.url.netloc == provider and "<form" in page.text:
            page = self._fills(page)
        self.seen.append(page)
        return page

    def _follow(self, url: str) -> httpx.Response:
        page = self._client.get(url)
        while page.has_redirect_location:
            page = self._client.get(urljoin(str(page.request.url), page.headers["location"]))
        return page

    def _fills(self, page: httpx.Response) -> httpx.Response:
        if self.gives_up:
            return self._follow(urljoin(str(page.request.url), re.search(r'href="([^"]*/abort)"', page.text)[1]))
        action = html.unescape(re.search(r'<form[^>]* action="([^"]+)"', page.text)[1])
        fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page.text))
        if 'name="password"' in page.text:
            self.passwords += 1
            fields |= {"login": self.login, "password": "secret"}
        answer = self._client.post(urljoin(str(page.request.url), action), data=fields)
        return self._follow(urljoin(str(answer.request.url), answer.headers["location"]))
