"""Keeps the Danish catalogue true to the code.

    python .ci/strings.py            extract, merge build/po/*.po, write ambassador.po and ambassador.mo
    python .ci/strings.py --check    fail when the catalogue is stale, untranslated, fuzzy or breaks a placeholder
    python .ci/strings.py --compile  only build the .mo files

A fragment in build/po/ is an ordinary .po file with some of the translations: several people can
translate at once without touching the same file. What it says wins over what the catalogue says.
"""

import argparse
import ast
import fcntl
import io
import os
import string
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
TRANSLATIONS = ROOT / "resources" / "translations"
FRAGMENTS = ROOT / "build" / "po"
LOCK = ROOT / "build" / "strings.lock"
DOMAIN = "ambassador"
LANGUAGES = ("da",)
KEYWORDS: dict[str, tuple[int, ...] | None] = {"tr": None, "tn": (1, 2), "N_": None}
# A date that never moves: a catalogue changes only when its words do.
EPOCH = datetime(2026, 1, 1, tzinfo=UTC)


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--compile", action="store_true")
    chosen = parser.parse_args(arguments)
    LOCK.parent.mkdir(exist_ok=True)
    with LOCK.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if chosen.check:
            return check()
        if not chosen.compile:
            update()
        compile_all()
    return 0


def catalogue_path(language: str) -> Path:
    return TRANSLATIONS / language / "LC_MESSAGES" / f"{DOMAIN}.po"


def extract() -> Catalog:
    """Every text the application marks, in a stable order."""
    template = new_catalogue()
    package = ROOT / "ambassador_app"
    found = extract_from_dir(
        package,
        method_map=[("**.py", "python"), ("**.html", "jinja2")],
        keywords=KEYWORDS,
        comment_tags=("Translators:",),
    )
    for filename, _line, message, comments, context in found:
        template.add(message, locations=[(f"ambassador_app/{filename}", 0)], auto_comments=comments, context=context)
    return template


def new_catalogue(language: str | None = None) -> Catalog:
    return Catalog(
        locale=language,
        domain=DOMAIN,
        project="Ambassador",
        version="1",
        msgid_bugs_address="see README.md",
        last_translator="the translators",
        language_team="the translators",
        creation_date=EPOCH,
        revision_date=EPOCH,
        fuzzy=False,
        header_comment="# Words of Ambassador.",
    )


def update() -> None:
    template = extract()
    for language in LANGUAGES:
        merged = merge(template, known_translations(language), language)
        write_atomically(catalogue_path(language), as_po(merged))
        missing = [message.id for message in merged if message.id and problem(message)]
        print(f"{language}: {len(merged)} texts, {len(missing)} to do")


def known_translations(language: str) -> Catalog:
    """The catalogue with the fragments laid over it, oldest first."""
    known = read(catalogue_path(language), language)
    for fragment in sorted(FRAGMENTS.glob("*.po"), key=lambda path: path.stat().st_mtime):
        for message in read(fragment, language):
            if message.id and is_filled(message):
                known.delete(message.id, message.context)
                known[message.id] = Message(message.id, message.string, context=message.context)
    return known


def merge(template: Catalog, known: Catalog, language: str) -> Catalog:
    """The template's texts with the known translations; what the code no longer says is dropped."""
    merged = new_catalogue(language)
    for message in template:
        if not message.id:
            continue
        translated = known.get(message.id, message.context)
        flags = translated.flags & {"fuzzy"} if translated else set()
        merged.add(
            message.id,
            string=translated.string if translated else "",
            flags=flags,
            auto_comments=message.auto_comments,
            context=message.context,
        )
    return merged


def read(path: Path, language: str) -> Catalog:
    if not path.exists():
        return new_catalogue(language)
    with path.open("rb") as file:
        return read_po(file, locale=language, domain=DOMAIN)


def as_po(catalogue: Catalog) -> bytes:
    # No locations: a moved line would otherwise change the file, and two people's work would collide.
    written = io.BytesIO()
    write_po(written, catalogue, width=100, no_location=True, sort_output=True, ignore_obsolete=True)
    return written.getvalue()


def write_atomically(path: Path, content: bytes) -> None:
    if path.exists() and path.read_bytes() == content:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    scratch = path.with_name(f".{path.name}.{os.getpid()}")
    scratch.write_bytes(content)
    scratch.replace(path)


def compile_all() -> list[Path]:
    """Build each .mo beside its .po; also called when a wheel is built."""
    built = []
    for language in LANGUAGES:
        compiled = io.BytesIO()
        write_mo(compiled, read(catalogue_path(language), language))
        target = catalogue_path(language).with_suffix(".mo")
        write_atomically(target, compiled.getvalue())
        target.touch()  # make compares the times
        built.append(target)
    return built


def check() -> int:
    template = extract()
    faults = [fault for language in LANGUAGES for fault in faults_of(template, language)]
    faults += hidden(template)
    for fault in faults:
        print(fault, file=sys.stderr)
    print(f"translations: {len(template)} texts, {len(faults)} faults")
    return 1 if faults else 0


def faults_of(template: Catalog, language: str) -> Iterator[str]:
    path = catalogue_path(language)
    known = read(path, language)
    fresh = merge(template, known, language)
    if not path.exists() or path.read_bytes() != as_po(fresh):
        yield f"{path.relative_to(ROOT)} is stale: run `make strings` and commit it"
    for message in fresh:
        if message.id and (reason := problem(message)):
            yield f"{language}: {reason}: {message.id!r}"


def hidden(template: Catalog) -> Iterator[str]:
    """Texts that are marked where extraction does not look: inside an f-string."""
    known = {text for one in template for text in (one.id if isinstance(one.id, tuple | list) else (one.id,))}
    for path in sorted((ROOT / "ambassador_app").rglob("*.py")):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and call.args and isinstance(call.args[0], ast.Constant):
                name = getattr(call.func, "id", getattr(call.func, "attr", ""))
                if name in KEYWORDS and call.args[0].value not in known:
                    yield f"{path.relative_to(ROOT)}:{call.lineno}: not found by extraction: {call.args[0].value!r}"


def problem(message: Message) -> str | None:
    """What is wrong with this translation, or None."""
    if message.fuzzy:
        return "fuzzy"
    if not is_filled(message):
        return "not translated"
    originals = message.id if isinstance(message.id, tuple | list) else (message.id,)
    translations = message.string if isinstance(message.string, tuple | list) else (message.string,)
    try:
        wanted = set.union(*map(placeholders, originals))
        # "One visit" may leave out {count}; no form may name what the code does not give.
        given = [placeholders(text) for text in translations]
    except ValueError as error:
        return f"not a format text ({error})"
    if any(found - wanted for found in given) or set.union(*given) != wanted:
        return f"placeholders differ, wanted {sorted(wanted)}"
    return None


def is_filled(message: Message) -> bool:
    strings = message.string if isinstance(message.string, tuple | list) else (message.string,)
    return bool(strings) and all(strings)


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


if __name__ == "__main__":
    sys.exit(main())
