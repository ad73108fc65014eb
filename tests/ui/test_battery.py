"""A battery that runs low is told of; one that does not, or is not there, is not."""

from collections.abc import Callable
from pathlib import Path

import pytest

from ambassador_app.ui.battery import Battery, battery_in
from ambassador_app.ui.screens.visit.battery_mark import BatteryMark


@pytest.mark.parametrize(
    ("capacity", "status", "found"),
    [
        ("14", "Discharging", Battery(0.14, charging=False)),
        ("14", "Charging", Battery(0.14, charging=True)),
        ("100", "Full", Battery(1.0, charging=True)),
        ("often", "Discharging", None),
    ],
)
def test_what_linux_tells(tmp_path: Path, capacity: str, status: str, found: Battery | None) -> None:
    supply = tmp_path / "BAT0"
    supply.mkdir()
    (supply / "capacity").write_text(f"{capacity}\n", "ascii")
    (supply / "status").write_text(f"{status}\n", "ascii")
    assert battery_in(tmp_path) == found


def test_no_battery(tmp_path: Path) -> None:
    assert battery_in(tmp_path) is None
    assert battery_in(tmp_path / "nowhere") is None


@pytest.mark.parametrize(
    ("battery", "words"),
    [(Battery(0.14, charging=False), "Battery 14\N{NO-BREAK SPACE}%"), (Battery(0.14, charging=True), ""), (None, "")],
)
def test_only_a_low_one_is_shown(make_context: Callable, qtbot: object, battery: Battery | None, words: str) -> None:
    context = make_context()
    mark = BatteryMark(context, lambda: battery)
    qtbot.addWidget(mark)
    mark.look()
    context.tasks.flush_all()
    assert mark.text() == words
