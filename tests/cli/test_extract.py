"""`ambassador extract`: shown, released, carried to another municipality, and added up."""

import json
from io import StringIO
from pathlib import Path

import pytest

from ambassador_app import cli
from ambassador_app.app import Root
from tests.services.test_extracts import fill


def run(home: Path, *arguments: object):
    out, err = StringIO(), StringIO()
    verb, *rest = map(str, arguments)
    code = cli.main((verb, "--home", str(home), *rest), Root(home), out=out, err=err, bug=pytest.fail)
    return code, out.getvalue(), err.getvalue()


def answer(home: Path, *arguments: object):
    code, out, err = run(home, *arguments, "--json")
    assert code == 0, err
    return json.loads(out)


@pytest.fixture
def homes(tmp_path):
    """Two municipalities, the first with four companies."""
    found = []
    for name in ("Oddeby Kommune", "Nordby Kommune"):
        home = tmp_path / name
        session = Root(home).profiles(home).throw_away()
        session.profile.change_municipality(name=name)
        if not found:
            fill(session, companies=4, named=1)
        session.close()
        found.append(home)
    return found


def test_a_release_goes_as_a_file_to_another_municipality_and_adds_up(homes, tmp_path):
    oddeby, nordby = homes
    assert answer(oddeby, "extract", "list") == {"programmes": []}
    shown = answer(oddeby, "extract", "preview", "Carbon 20")
    assert (len(shown["cases"]), shown["programme"]) == (4, {"id": "carbon-20", "name": "Carbon 20"})
    assert answer(oddeby, "extract", "list") == {"programmes": []}
    released = answer(oddeby, "extract", "release", "Carbon 20")
    assert (released["state"], released["sums"]["proposed"]["kwh"]) == ("released", 48_000)
    file = answer(oddeby, "extract", "save", released["id"], "--out", tmp_path)["file"]
    taken = answer(nordby, "extract", "take", file)
    assert (taken["municipality"], taken["trust"], taken["sites"]) == ("Oddeby Kommune", "nobody", 4)
    (programme,) = answer(nordby, "extract", "list")["programmes"]
    assert [one["municipality"] for one in programme["extracts"]] == ["Oddeby Kommune"]
    table = answer(nordby, "extract", "export", "carbon-20", "--out", tmp_path / "table.csv")["file"]
    assert "Oddeby Kommune;" in Path(table).read_text("utf-8-sig")
    answer(oddeby, "extract", "withdraw", released["id"])
    (gone,) = answer(oddeby, "extract", "list")["programmes"]
    assert gone["extracts"] == []


def test_what_a_person_reads(homes):
    oddeby, _ = homes
    code, out, _ = run(oddeby, "extract", "preview", "Carbon 20", "--language", "en")
    assert code == 0
    assert out.startswith("Carbon 20  Oddeby Kommune")
    assert "Home  <5" in out
    run(oddeby, "extract", "release", "Carbon 20")
    _, out, _ = run(oddeby, "extract", "list", "--language", "en")
    assert "No office vouches for it" in out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("preview", "2"), "such as Carbon 20"),
        (("preview", "Carbon 20", "--as-of", "2999-01-01"), "still to come"),
        (("withdraw", "nothing"), "no longer there"),
        (("take", "nothing"), "nothing"),
        (("export", "nothing"), "nothing"),
        (("fetch",), "office"),
    ],
)
def test_what_is_refused(homes, words, said):
    code, _, err = run(homes[0], "extract", *words, "--language", "en")
    assert code == 2
    assert said in err
