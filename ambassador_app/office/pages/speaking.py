"""Pages in the visitor's language: words of the program's catalogue in templates that escape what they are given."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse

from ambassador_app.i18n import COPENHAGEN, N_, Language, Translator
from ambassador_app.office.pages.setting import DEFAULT, Web
from ambassador_app.office.problems import Refused
from ambassador_app.wire import limits
from ambassador_app.wording.labels import LABEL

_PACKAGE: Final = Path(__file__).parent.parent
STATIC: Final = _PACKAGE / "static"
_CHOICE: Final = "language"
_YEAR: Final = 365 * 24 * 3600  # seconds
_NAMES: Final = {Language.DANISH: "Dansk", Language.ENGLISH: "English"}
_REFUSED: Final[Mapping[str, str]] = {
    "rate": N_("You have asked very often. Wait a minute and try again."),
    "busy": N_("The office is busy just now. Wait a minute and try again; nothing is lost."),
    "too-large": N_("The file is too large for a report. Choose the PDF that the municipality sent."),
    "slow": N_("The file took too long to arrive. Try again where the line is better."),
    "malformed": N_("What the browser sent could not be read. Go back, choose the file and try again."),
    "form": N_("The page was too old, or cookies are blocked. Go back, load the page anew and try again."),
    "device": N_("There is no such laptop here."),
    "provider-away": N_("The municipality's sign-in cannot be reached just now. Try again in a minute."),
    "login-refused": N_("You were not signed in. Go back and try again; if it happens again, tell the IT department."),
    "no-desk": N_("You are signed in, but not as a coordinator or an administrator. Ask the IT department."),
    "no-sign-in": N_("Nobody signs in here with an account of the municipality. Ask for a code."),
    "not-found": N_("There is no such page here."),
    "method": N_("This page is reached by its button alone. Go back, load the page anew and try again."),
}
_OTHERWISE: Final = N_("This cannot be shown just now. Try again in a minute.")


def web_of(request: Request) -> Web:
    """What is set of the pages."""
    found: Web = request.app.state.web
    return found


def words_of(request: Request) -> Translator:
    """The visitor's language: as chosen on a page, else as the browser asks, else Danish."""
    words = web_of(request).words or _english_only()
    for said in (request.query_params.get(_CHOICE, ""), request.cookies.get(_CHOICE, "")):
        for language, found in words.items():
            if said == language.value:
                return found
    return words.get(_asked(request.headers.get("accept-language", ""), words), next(iter(words.values())))


def page(request: Request, name: str, status: int = 200, **values: object) -> HTMLResponse:
    """Answer with a page. `values` are what the template shows."""
    words, web = words_of(request), web_of(request)
    others = [
        {"code": one.value, "name": _NAMES[one], "link": _link(request, one)}
        for one in web.words
        if one is not words.language
    ]
    said = {"lang": words.language.value, "others": others, "style": _style(), "visitor": None, **values}
    said |= {
        "tr": words.tr,
        "tn": words.tn,
        "say": words.say,
        "words": words,
        "label": lambda term: words.tr(LABEL[term]),
        "day": lambda moment: words.day(_here(moment).date()),
        "short_day": lambda moment: words.short_day(_here(moment).date()),
    }
    answer = HTMLResponse(_templates().get_template(name).render(said), status)
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["Vary"] = "Accept-Language, Cookie"
    answer.headers["Content-Language"] = words.language.value
    if request.query_params.get(_CHOICE) == words.language.value:
        answer.set_cookie(_CHOICE, words.language.value, _YEAR, samesite="lax", httponly=True, secure=web.secure)
    return answer


def is_for_people(request: Request) -> bool:
    """Whether a browser asks, of what is no protocol between programs."""
    wants = "text/html" in request.headers.get("accept", "")
    return wants and not request.url.path.startswith(f"/{limits.PROTOCOL}/")


def problem_page(request: Request, refused: Refused) -> HTMLResponse:
    """Say on a page why something cannot be done."""
    request.state.code = refused.code
    request.app.state.meters.problem(refused.code)
    heading = N_("Not here") if refused.status == 404 else N_("That did not work")
    told = _REFUSED.get(refused.code, _OTHERWISE)
    answer = page(request, "problem.html", refused.status, heading=heading, told=told)
    answer.headers.update(refused.headers)
    return answer


def _here(moment: datetime) -> datetime:
    return moment.astimezone(COPENHAGEN)


@cache
def _style() -> str:
    """Name the style sheet by its content: a browser then never shows a page in an old one."""
    return hashlib.sha256((STATIC / "office.css").read_bytes()).hexdigest()[:12]


def _link(request: Request, language: Language) -> str:
    """The same page in another language; the answer to a form is left for its page."""
    if request.method != "GET":
        return f"?{_CHOICE}={language.value}"
    return f"?{request.url.include_query_params(**{_CHOICE: language.value}).query}"


def _asked(header: str, there: Mapping[Language, Translator]) -> Language:
    """Read `Accept-Language` (RFC 9110, 12.5.4): the language that is wanted most and is there."""
    best, language = 0.0, DEFAULT
    for one in header[:1000].split(","):
        tag, _, weight = one.partition(";")
        primary = tag.strip().lower().partition("-")[0]
        found = next((known for known in there if known.value == primary), None)
        wanted = _weight(weight)
        if found is not None and wanted > best:
            best, language = wanted, found
    return language


def _weight(said: str) -> float:
    name, _, value = said.strip().partition("=")
    if name != "q":
        return 1.0
    try:
        return float(value)
    except ValueError:
        return 0.0


@cache
def _english_only() -> Mapping[Language, Translator]:
    return {Language.ENGLISH: Translator.load(Language.ENGLISH, Path())}


@cache
def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(_PACKAGE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
