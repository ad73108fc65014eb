"""Every sync meets a fault, and nothing is lost and nothing doubled; `make faults` does ten thousand of them."""

import os

import pytest

from ambassador_app.domain import merging
from ambassador_app.storage import arriving
from tests.sync.faults import FAULTS, Year

SEED = int(os.environ.get("SEED", "20261123"))


@pytest.mark.whole
@pytest.mark.expects_log
def test_a_year_of_faults_loses_nothing_and_doubles_nothing() -> None:
    count = Year(SEED, 0).run()
    assert count.lost == count.duplicates == 0
    assert count.typed == count.live + count.in_conflict + count.replaced + count.gone_with_a_machine
    assert len(count.faults) > len(FAULTS) / 2


@pytest.mark.whole
@pytest.mark.expects_log
def test_a_planted_fault_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(arriving, "merge", lambda _kind, _base, mine, _theirs: merging.Merged(dict(mine)))
    year = Year(SEED, 0, syncs=40)
    with pytest.raises(AssertionError, match="lost"):
        year.run()
    assert year.count.lost > 0
