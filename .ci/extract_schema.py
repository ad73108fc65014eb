"""Writes `docs/programme-extract/extract-N.schema.json`: the form of a programme extract, from the domain's own types.

python .ci/extract_schema.py            write the schema
python .ci/extract_schema.py --check    fail when it is not what the types give
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from ambassador_app.domain.extract import ProgrammeExtract
from ambassador_app.domain.publication import Witness
from ambassador_app.report.data_shape import DIALECT, SchemaMaker
from ambassador_app.wire.extract_file import FORMAT, VERSION

FILE = Path(__file__).resolve().parent.parent / "docs" / "programme-extract" / f"extract-{VERSION}.schema.json"


def schema() -> dict[str, Any]:
    """Give the schema of a whole file."""
    extract = all_required(SchemaMaker({}, {}).of(ProgrammeExtract))
    witness = all_required(SchemaMaker({}, {}).of(Witness))
    defined = extract.pop("$defs")
    witness.pop("$defs")
    key = {"type": "string", "description": "base64url without padding (Ed25519)"}
    attestation = {
        "type": "object",
        "properties": {"office": key, "witness": witness},
        "required": ["office", "witness"],
        "additionalProperties": False,
    }
    parts = {
        "attestation": {"anyOf": [attestation, {"type": "null"}]},
        "extract": extract,
        "format": {"type": "string", "enum": [FORMAT]},
        "public_key": key,
        "signature": key,
        "version": {"type": "integer", "enum": [VERSION]},
    }
    return {
        "$schema": DIALECT,
        "$id": f"urn:ambassador:extract:{VERSION}",
        "title": "Programme extract",
        "type": "object",
        "properties": parts,
        "required": sorted(parts),
        "additionalProperties": False,
        "$defs": defined,
    }


def all_required(made: Any) -> Any:  # noqa: ANN401 - any part of a schema
    """Say that every property is there: an extract leaves none out."""
    if isinstance(made, list):
        return [all_required(one) for one in made]
    if not isinstance(made, dict):
        return made
    whole = {name: all_required(part) for name, part in made.items()}
    if isinstance(whole.get("properties"), dict) and whole.get("type") == "object":
        whole["required"] = sorted(whole["properties"])
    return whole


def text() -> str:
    """Give the file's text."""
    return json.dumps(schema(), ensure_ascii=False, indent=2) + "\n"


def main(arguments: list[str]) -> int:
    """Write or check; give the exit code."""
    if FILE.is_file() and FILE.read_text("utf-8") == text():
        return 0
    if "--check" in arguments:
        print(f"{FILE.name} is not what the types give: run `python .ci/extract_schema.py`.", file=sys.stderr)
        return 1
    FILE.parent.mkdir(parents=True, exist_ok=True)
    FILE.write_text(text(), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
