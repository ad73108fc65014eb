"""The rules of a push, alone: whatever is pushed in whatever order, the log and the records say the same."""

import json

from hypothesis import given
from hypothesis import strategies as st

from ambassador_app.domain.roles import Role
from ambassador_app.office.chain import START, holds, link
from ambassador_app.office.deciding import Decision, prepare, units
from tests.office.laptops import NEW_ID, op

FIELDS = st.dictionaries(st.sampled_from("abc"), st.integers(0, 9), max_size=3)
OPS = st.fixed_dictionaries(
    {
        "id": st.sampled_from(["r1", "r2", "r3"]),
        "behind": st.sampled_from([0, 0, 0, 1]),
        "set": FIELDS,
        "unset": st.lists(st.sampled_from("abc"), max_size=1),
        "deleted": st.booleans(),
        "group": st.sampled_from([None, None, "g", "h"]),
    }
)
PUSHES = st.lists(st.lists(OPS, min_size=1, max_size=6), min_size=1, max_size=5)


def decided(state, done, seq, ops):
    decision = Decision(
        present=dict(state), done=done, attached=frozenset(), seq=seq, by="h", role=Role.AMBASSADOR, at="now"
    )
    decision.take_all([prepare(one) for one in ops])
    return decision


@given(PUSHES)
def test_numbers_follow_each_other_groups_stand_together_and_nothing_happens_twice(pushes):
    state, done, seq, log = {}, {}, 0, []
    for told in pushes:
        ops = []
        for one in told:
            here = state.get(("visit", one["id"]))
            base = max(0, (here.seq if here else 0) - one["behind"])
            fields = {"set": {}} if one["deleted"] else {"set": one["set"], "unset": one["unset"]}
            ops.append(op(one["id"], base, deleted=one["deleted"], group=one["group"], **fields))
        decision = decided(state, done, seq, ops)
        assert [entry.seq for entry in decision.entries] == list(range(seq + 1, decision.seq + 1))
        taken = {entry.op.op for entry in decision.entries}
        for unit in units([prepare(one) for one in ops]):
            assert len({one.name in taken for one in unit}) == 1, "a group is done whole or not at all"
        for one in ops:
            assert (decision.results[one["op"]].status == "ok") == (one["op"] in taken)
        state.update(decision.states())
        done |= {entry.op.op: (entry.seq, entry.prepared.payload) for entry in decision.entries}
        seq, log = decision.seq, [*log, *decision.entries]
        again = decided(state, done, seq, ops)
        assert {name: one.seq for name, one in again.results.items() if one.dup} == {
            name: done[name][0] for name in taken
        }
    assert replayed(log) == {key: one.data and json.loads(one.data) for key, one in state.items()}


def replayed(log):
    """What the log says by itself, op after op."""
    records = {}
    for entry in log:
        fields = None if entry.op.deleted else {**(records.get(entry.prepared.key) or {}), **entry.op.set}
        for name in entry.op.unset:
            (fields or {}).pop(name, None)
        records[entry.prepared.key] = fields
    return records


@given(st.lists(st.text(max_size=5), min_size=1, max_size=6), st.data())
def test_a_chain_breaks_where_anything_is_changed_left_out_or_added(words, data):
    lines, chain = [], START
    for number, word in enumerate(words, 1):
        line = {"tenant": "t", "seq": number, "op": NEW_ID(), "kind": "visit", "id": word, "base": 0, "deleted": False}
        line |= {"schema": 1, "device": "d", "by": "h", "at": "now", "payload": word}
        chain = link(chain, line)
        lines.append(line | {"hash": chain})
    assert holds(lines, len(lines), chain)
    at = data.draw(st.integers(0, len(lines) - 1))
    name = data.draw(st.sampled_from(["op", "id", "by", "at", "device", "payload", "hash"]))
    assert not holds([*lines[:at], lines[at] | {name: f"{lines[at][name]}x"}, *lines[at + 1 :]], len(lines), chain)
    assert not holds([*lines[:at], *lines[at + 1 :]], len(lines), chain)
    assert not holds([*lines, lines[at]], len(lines), chain)
    assert not holds(lines, len(lines) + 1, chain)
