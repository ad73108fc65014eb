"""Any inputs that a calculator must accept: each inside its hard range, one way of each alternative."""

from hypothesis import strategies as st

from ambassador_app.domain.calculators import Alternatives, Calculator, Choice, Number, Profile
from ambassador_app.domain.calculators.declaration import Input


def values(entry: Input) -> st.SearchStrategy[object]:
    match entry:
        case Number():
            if entry.integer:
                return st.integers(int(entry.low), int(entry.high)).map(float)
            return st.floats(entry.low, entry.high)
        case Choice():
            return st.sampled_from([option.value for option in entry.options])
        case Profile():
            return st.floats(entry.low, entry.high).flatmap(
                lambda first: st.floats(entry.low, entry.high).map(lambda second: ((0.25, first), (0.75, second)))
            )
        case _:
            return st.text(max_size=20)


@st.composite
def inputs(draw: st.DrawFn, calculator: Calculator) -> dict[str, object]:
    """Every input of one way, those with a default sometimes left out."""
    entries: list[Input] = []
    for declared in calculator.inputs:
        if isinstance(declared, Alternatives):
            entries.extend(draw(st.sampled_from(declared.groups)).inputs)
        else:
            entries.append(declared)
    may_miss = {entry.name for entry in entries if entry.default is not None or not entry.required}
    left_out = draw(st.sets(st.sampled_from(sorted(may_miss)))) if may_miss else set()
    return {entry.name: draw(values(entry)) for entry in entries if entry.name not in left_out}
