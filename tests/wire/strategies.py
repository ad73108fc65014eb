"""Messages as hypothesis makes them up."""

from hypothesis import strategies as st

from ambassador_app.wire import limits
from ambassador_app.wire.messages import Change, Op, Result

NAMES = st.text(st.characters(min_codepoint=0x20, exclude_categories=["Cs"], exclude_characters="\x7f"), min_size=1)
PLAIN = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-limits.INTEGER, limits.INTEGER),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(st.characters(exclude_categories=["Cs"])),
)
VALUES = st.recursive(
    PLAIN, lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(NAMES, inner, max_size=3)), max_leaves=8
)
FIELDS = st.dictionaries(NAMES.map(lambda name: name[: limits.NAME]), VALUES, max_size=5)
MOMENTS = st.datetimes().map(lambda moment: moment.isoformat() + "+00:00")
UUIDS = st.uuids(version=4).map(lambda one: f"{str(one)[:14]}7{str(one)[15:]}")
SEQUENCES = st.integers(0, limits.INTEGER)

OPS = st.builds(
    Op,
    op=UUIDS,
    kind=st.sampled_from(["visit", "section", "measure"]),
    id=NAMES.map(lambda name: name[: limits.IDENTIFIER]),
    base=SEQUENCES,
    set=FIELDS,
    unset=st.lists(NAMES.map(lambda name: name[: limits.NAME]), max_size=3).map(tuple),
    deleted=st.booleans(),
    group=st.none() | st.just("seal"),
    schema=st.integers(1, 9),
    at=MOMENTS,
)
RESULTS = st.builds(
    Result, op=UUIDS, status=st.sampled_from(["ok", "conflict", "invalid"]), seq=SEQUENCES, data=st.none() | FIELDS
)
CHANGES = st.builds(Change, id=NAMES, kind=NAMES, seq=SEQUENCES, schema=st.integers(1, 9), data=st.none() | FIELDS)
