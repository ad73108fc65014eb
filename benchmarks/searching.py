"""Search as it is typed, over 100,000 companies."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import median

from benchmarks.measuring import Figure, seconds_of
from benchmarks.seeding import profile_with
from tests.builders import profiles_in

WORDS = ("nørrevester bageri", "kolding tømrer", "13748136", "øster", "maskinfabrik 4711", "industrivej 17")


def figures() -> Iterator[Figure]:
    """Type each word letter by letter in the search field and in the company list."""
    home = profile_with(100_000)
    session = profiles_in(home).throw_away()
    try:
        session.search("x")
        typed = [word[: end + 1] for word in WORDS for end in range(len(word))]
        found = [seconds_of(lambda text=text: session.search(text)) * 1000 for text in typed]  # type: ignore[misc]
        listed = [seconds_of(lambda text=text: session.companies.page(text)) * 1000 for text in typed]  # type: ignore[misc]
    finally:
        session.close()
    for name, taken in (("search, 100,000 companies", found), ("company list filtered", listed)):
        yield Figure(f"{name}: median keystroke", median(taken), None, "ms", "≤ 16 ms")
        yield Figure(f"{name}: slowest keystroke", max(taken), None, "ms", "≤ 16 ms")
