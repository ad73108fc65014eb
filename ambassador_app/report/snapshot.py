"""The visit's data as it is embedded in the report: what the pages may show, and nothing else."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Final

from ambassador_app.domain.dossier import VisitDossier
from ambassador_app.domain.records import to_json

SCHEMA: Final = 1


def snapshot(dossier: VisitDossier) -> bytes:
    """Give canonical JSON (UTF-8, sorted keys) of the dossier's report content, with its schema's number.

    Nothing internal, dismissed or from elsewhere is in it; neither are the sign-offs, whose ink stands on the pages
    only.
    """
    shown = dossier.for_report()
    contacts = tuple(replace(one, email="", phone="") for one in shown.contacts)  # the pages give names and roles only
    kept = replace(shown, sign_offs=(), contacts=contacts)
    plain = {"format": "ambassador-visit", "schema": SCHEMA, "dossier": to_json(kept)}
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
