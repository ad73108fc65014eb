"""What the manual for the municipality's IT says is true: its commands are understood, its codes are the program's."""

import argparse
import io
import re
import shlex
import time
from pathlib import Path

from ambassador_app.i18n import Language, Translator
from ambassador_app.office.cli import SUMMARY, Desk, _parser
from ambassador_app.office.office import World
from tests.office.building import Clock
from tests.office.laptops import NEW_ID

ROOT = Path(__file__).parents[2]
MANUAL = (ROOT / "docs" / "office.md").read_text(encoding="utf-8")
OFFICE = ROOT / "ambassador_app" / "office"
SOURCES = "".join(path.read_text(encoding="utf-8") for path in (*OFFICE.glob("*.py"), *(OFFICE / "login").glob("*.py")))


def desk() -> Desk:
    translator = Translator.load(Language.ENGLISH, ROOT / "resources" / "translations")
    world = World(now=Clock(), new_id=NEW_ID, chance=bytes, seconds=time.monotonic)
    return Desk(world, translator, argparse.ArgumentParser, Path("x"), "host", io.StringIO(), io.StringIO(), {})


def test_every_command_is_understood_and_every_verb_is_told():
    commands = re.findall(r"ambassador (?:--language en )?office (\S.*)$", MANUAL, re.MULTILINE)
    for command in commands:
        if command.split()[0] in SUMMARY:
            _parser(desk()).parse_args(shlex.split(command.rstrip("`")))
    assert {command.split()[0] for command in commands} >= SUMMARY.keys()


def test_every_code_of_a_problem_is_told_and_no_other():
    told = set(
        re.findall(r"`([a-z-]+)`", "".join(line for line in MANUAL.splitlines(True) if re.match(r"\| [45]", line)))
    )
    raised = set(re.findall(r"Refused\(\s*\d{3}, \"([a-z-]+)\"", SOURCES))
    raised |= set(re.findall(r"_unauthorised\(\"([a-z-]+)\"", SOURCES))
    assert raised - told - {"blob", "not-found"} == set()
    assert told - raised - {"tenant"} == set()
