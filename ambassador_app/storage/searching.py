"""Finding companies, visits, measures and notes by the words in them, while they are typed."""

from __future__ import annotations

from typing import Final

from ambassador_app.domain.lists import Hit, HitGroup
from ambassador_app.storage.cipher import Connection
from ambassador_app.storage.folding import folded, match_of, sort_key
from ambassador_app.storage.pages import details, moment
from ambassador_app.storage.rows import passages, read_json
from ambassador_app.storage.schema import Fields

SHOWN: Final = 120
"""How many characters of a note are shown around what was found."""

_COMPANIES: Final = """
SELECT s.row, s.id, s.name, s.line, o.name, o.cvr FROM r_site AS s
LEFT JOIN r_organisation AS o ON o.id = s.organisation_id AND NOT o.deleted WHERE s.row IN ({rows})"""
_VISITS: Final = """
SELECT v.row, v.id, v.site_id, s.name, v.moment, v.body ->> 'purpose', v.body ->> 'place' FROM r_visit AS v
LEFT JOIN r_site AS s ON s.id = v.site_id AND NOT s.deleted WHERE v.row IN ({rows})"""
_MEASURES: Final = """
SELECT m.row, m.id, m.site_id, m.visit_id, m.title, s.name, m.shown FROM r_measure AS m
LEFT JOIN r_site AS s ON s.id = m.site_id AND NOT s.deleted WHERE m.row IN ({rows})"""
_NOTES: Final = """
SELECT n.row, n.id, n.visit_id, n.body, v.site_id, v.moment, s.name FROM r_%s AS n
LEFT JOIN r_visit AS v ON v.id = n.visit_id LEFT JOIN r_site AS s ON s.id = v.site_id WHERE n.row IN ({rows})"""


def search(connection: Connection, text: str, limit: int) -> tuple[Hit, ...]:
    """Up to `limit` hits of each group, in the order of the groups; every word counts as the beginning of one."""
    match = match_of(text)
    if not match:
        return ()
    return (
        *_companies(connection, text, match, limit),
        *_visits(connection, match, limit),
        *_measures(connection, match, limit),
        *_notes(connection, match, limit),
    )


def _rows(connection: Connection, kind: str, match: str, limit: int) -> list[int]:
    """The newest that match."""
    asked = f"SELECT rowid FROM f_{kind} WHERE f_{kind} MATCH ? ORDER BY rowid DESC LIMIT ?"
    return [int(one) for (one,) in connection.execute(asked, (match, limit)).fetchall()]


def _companies(connection: Connection, text: str, match: str, limit: int) -> list[Hit]:
    """Names that begin with what is typed go first."""
    key = sort_key(text)
    asked = "SELECT row FROM r_site WHERE deleted = 0 AND sort >= ? AND sort < ? ORDER BY sort LIMIT ?"
    begin = connection.execute(asked, (key, key + "\U0010ffff", limit)).fetchall() if key else []
    rows = list(dict.fromkeys([*(int(one) for (one,) in begin), *_rows(connection, "site", match, limit)]))[:limit]
    return [
        Hit(HitGroup.COMPANY, site_id, name, ", ".join(_differing(name, organisation, line, cvr)), site_id)
        for _, site_id, name, line, organisation, cvr in details(connection, _COMPANIES, rows)
    ]


def _visits(connection: Connection, match: str, limit: int) -> list[Hit]:
    found = details(connection, _VISITS, _rows(connection, "visit", match, limit))
    return [
        Hit(HitGroup.VISIT, visit_id, site or "", purpose or place or "", site_id, visit_id, moment(at))
        for _, visit_id, site_id, site, at, purpose, place in found
    ]


def _measures(connection: Connection, match: str, limit: int) -> list[Hit]:
    found = details(connection, _MEASURES, _rows(connection, "measure", match, limit))
    return [
        Hit(HitGroup.MEASURE, measure_id, title, site or "", site_id, visit_id)
        for _, measure_id, site_id, visit_id, title, site, shown in found
        if shown
    ]


def _notes(connection: Connection, match: str, limit: int) -> list[Hit]:
    words = [word.strip('"*') for word in match.split()]
    hits = []
    for kind in ("section", "finding"):
        for _, note_id, visit_id, body, site_id, at, site in details(
            connection, _NOTES % kind, _rows(connection, kind, match, limit)
        ):
            passage = _passage(kind, read_json(body), words)
            hits.append(Hit(HitGroup.NOTE, note_id, site or "", passage, site_id or "", visit_id, moment(at)))
    hits.sort(key=lambda hit: (hit.at is not None, hit.at.timestamp() if hit.at else 0.0), reverse=True)
    return hits[:limit]


def _differing(name: str, organisation: str | None, *others: str | None) -> list[str]:
    return [one for one in (organisation if organisation != name else "", *others) if one]


def _passage(kind: str, fields: Fields, words: list[str]) -> str:
    """The passage that was found, cut to what can be shown."""
    found = passages(kind, fields)
    best = max(found, key=lambda one: sum(f" {word}" in f" {folded(one)}" for word in words), default="")
    if len(best) <= SHOWN:
        return best
    at = max(0, min((best.casefold().find(word) for word in words if word in best.casefold()), default=0) - 30)
    return ("…" if at else "") + best[at : at + SHOWN].strip() + ("…" if at + SHOWN < len(best) else "")
