"""What whoever runs the office may type: each mistake is a sentence, never a stack."""

import pytest

from tests.office.test_command_line import ambassador, init


@pytest.fixture
def folder(tmp_path):
    init(tmp_path / "office")
    return tmp_path / "office"


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("invite", "--png", "{away}/code.png"), 3, "code.png cannot be"),
        (("backup", "{away}/office.tar"), 3, "cannot be"),
        (("backup", "{folder}"), 3, "cannot be"),
        (("restore", "{away}/office.tar", "{away}/new"), 2, "is no backup"),
        (("tenants", "--add", "Nordby", "--quota-gb", "nan"), 2, "number of GB"),
        (("tenants", "--add", "Nordby", "--quota-gb", "-1"), 2, "number of GB"),
        (("tenants", "--add", "Nordby", "--quota-gb", "inf"), 2, "number of GB"),
        (("init", "{away}/new", "--database", "foo"), 2, "postgresql+psycopg"),
        (("init", "{away}/new", "--database", "mysql+nothing://x/y"), 2, "postgresql+psycopg"),
        (("init", "{folder}"), 2, "already"),
        (("serve", "--port", "65536"), 3, ""),
    ],
)
def test_a_mistake_is_a_sentence(folder, tmp_path, words, code, said):
    typed = [one.format(away=tmp_path / "away", folder=folder) for one in words]
    done = ambassador(*typed)
    assert (done.returncode, said in done.stderr) == (code, True), done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
