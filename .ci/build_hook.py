"""Builds the .mo files into the wheel; only the .po files are kept in the repository."""

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class BuildHook(BuildHookInterface):  # type: ignore[type-arg]
    """What hatchling calls before it packs anything."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        del version, build_data
        if self.target_name != "wheel":
            return
        sys.path.insert(0, str(Path(self.root) / ".ci"))
        import strings

        strings.compile_all()
