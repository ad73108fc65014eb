"""Begins a migration of the local database:  python .ci/migration.py "what it does"."""

import re
import sys
from pathlib import Path

VERSIONS = Path(__file__).resolve().parent.parent / "ambassador_app" / "storage" / "migrations" / "versions"
TEMPLATE = '''"""{title}."""

from alembic import op

revision = "{number:04d}"
down_revision = {before!r}


def upgrade() -> None:
    """Forward only, and without the models of today: they will be others tomorrow."""
    op.execute("...")
'''
REMINDER = """Then: set SCHEMA = {number} in ambassador_app/storage/schema.py, and keep a database
of the released schema before it in tests/databases/."""


def main(arguments: list[str]) -> int:
    title = " ".join(arguments).strip().rstrip(".")
    slug = re.sub(r"[^a-z0-9]+", "_", title.lower()).strip("_")
    if not slug:
        print('say what it does: make migration NAME="…"', file=sys.stderr)
        return 2
    last = max((int(path.name[:4]) for path in VERSIONS.glob("[0-9]*.py")), default=0)
    before = f"{last:04d}" if last else None
    path = VERSIONS / f"{last + 1:04d}_{slug}.py"
    path.write_text(TEMPLATE.format(title=title, number=last + 1, before=before), encoding="utf-8")
    print(path)
    print(REMINDER.format(number=last + 1))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
