"""A real browser without a window, spoken to over two pipes (Chrome DevTools Protocol)."""

import base64
import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

_LISTENS, _SPEAKS = 3, 4  # the descriptors Chromium uses
_SWITCHES = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--disable-sync",
    "--disable-extensions", "--disable-background-networking", "--disable-component-update", "--no-proxy-server",
    "--hide-scrollbars", "--remote-debugging-pipe",
)  # fmt: skip


class Chromium:
    """One tab. `faults` is what the browser complained of: a blocked resource, a broken policy, an error."""

    def __init__(self, into: int, out: int) -> None:
        self._into = into
        self._out = out
        self._last = 0
        self._session = ""
        self._loaded = False
        self._left = b""
        self.faults: list[str] = []
        target = self._ask("Target.createTarget", url="about:blank")["targetId"]
        self._session = self._ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "DOM", "Runtime", "Log", "Accessibility"):
            self._ask(f"{domain}.enable")

    def look(self, *, width: int = 1200, height: int = 900, dark: bool = False, language: str = "en") -> None:
        """Be a window of this size, in this scheme, of somebody who reads this language."""
        self._ask("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)
        scheme = [{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}]
        self._ask("Emulation.setEmulatedMedia", features=scheme)
        self._ask("Emulation.setUserAgentOverride", userAgent="Chromium", acceptLanguage=language)

    def goto(self, url: str) -> None:
        """Open a page and wait until it is drawn."""
        self._loaded = False
        self._ask("Page.navigate", url=url)
        self._wait()

    def evaluate(self, script: str) -> Any:
        """Give the value of a script on the page, from outside: the page's own policy forbids it scripts."""
        answer = self._ask("Runtime.evaluate", expression=script, returnByValue=True)
        assert "exceptionDetails" not in answer, answer
        return answer["result"].get("value")

    def text(self, selector: str = "body") -> str:
        """What can be read in the first element that fits."""
        return self.evaluate(f"document.querySelector({json.dumps(selector)}).innerText")

    def fill(self, selector: str, text: str) -> None:
        """Type into a field."""
        self.evaluate(f"document.querySelector({json.dumps(selector)}).select()")
        self._ask("Input.insertText", text=text)

    def choose_file(self, selector: str, file: Path) -> None:
        """Choose a file as if by hand."""
        root = self._ask("DOM.getDocument")["root"]["nodeId"]
        node = self._ask("DOM.querySelector", nodeId=root, selector=selector)["nodeId"]
        self._ask("DOM.setFileInputFiles", files=[str(file)], nodeId=node)

    def press(self, key: str, *, opens: bool = False) -> None:
        """Press a key; one that `opens` a page is waited for."""
        self._loaded = False
        code, text = {"Tab": (9, ""), "Enter": (13, "\r")}[key]
        said = {"key": key, "code": key, "windowsVirtualKeyCode": code}
        self._ask("Input.dispatchKeyEvent", type="keyDown" if text else "rawKeyDown", text=text, **said)
        self._ask("Input.dispatchKeyEvent", type="keyUp", **said)
        if opens:
            self._wait()

    def focused(self) -> str:
        """The text or name of what has the focus."""
        return self.evaluate("(e => e.innerText || e.value || e.name || e.tagName)(document.activeElement)")

    def names(self) -> list[tuple[str, str]]:
        """Role and name of everything a screen reader tells."""
        nodes = self._ask("Accessibility.getFullAXTree")["nodes"]
        told = [one for one in nodes if not one["ignored"]]
        return [(one["role"]["value"], one.get("name", {}).get("value", "")) for one in told]

    def picture(self, file: Path) -> None:
        """Draw the whole page."""
        size = self._ask("Page.getLayoutMetrics")["cssContentSize"]
        clip = {"x": 0, "y": 0, "width": size["width"], "height": size["height"], "scale": 1}
        shot = self._ask("Page.captureScreenshot", captureBeyondViewport=True, clip=clip)
        file.write_bytes(base64.b64decode(shot["data"]))

    def _wait(self) -> None:
        while not self._loaded:
            self._hear()

    def _ask(self, method: str, **values: object) -> dict[str, Any]:
        self._last += 1
        said = {"id": self._last, "method": method, "params": values}
        if self._session:
            said["sessionId"] = self._session
        os.write(self._into, json.dumps(said).encode() + b"\0")
        while True:
            heard = self._hear()
            if heard.get("id") == self._last:
                assert "error" not in heard, heard
                return heard["result"]

    def _hear(self) -> dict[str, Any]:
        while b"\0" not in self._left:
            piece = os.read(self._out, 65536)
            assert piece, "the browser is gone"
            self._left += piece
        line, _, self._left = self._left.partition(b"\0")
        heard = json.loads(line)
        self._note(heard.get("method", ""), heard.get("params", {}))
        return heard

    def _note(self, event: str, said: dict[str, Any]) -> None:
        if event == "Page.loadEventFired":
            self._loaded = True
        elif event == "Log.entryAdded":
            self.faults.append(said["entry"]["text"])


@contextmanager
def chromium(folder: Path) -> Iterator[Chromium]:
    """Run a browser on a profile of its own."""
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    assert program, "Chromium is missing: make tools"
    hears, into = os.pipe()
    out, speaks = os.pipe()
    words = (program, *_SWITCHES, f"--user-data-dir={folder}")
    # a shell moves the pipes to where Chromium looks for them
    line = f'exec "$@" {_LISTENS}<&{hears} {_SPEAKS}>&{speaks}'
    process = subprocess.Popen(
        ["/bin/bash", "-c", line, "bash", *words], pass_fds=(hears, speaks), stderr=subprocess.DEVNULL
    )
    os.close(hears)
    os.close(speaks)
    try:
        yield Chromium(into, out)
    finally:
        process.terminate()
        process.wait(timeout=20)
        os.close(into)
        os.close(out)
