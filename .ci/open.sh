#!/bin/bash
# Opens the window; where no window can be shown, does the whole main job without one and says so.
set -euo pipefail
cd "$(dirname "$0")/.."

can_show_a_window() {
    case "$(uname)" in
        Linux) [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ] || return 1 ;;
        *) return 0 ;;
    esac
    # Qt ends the process when the display does not answer, so another process asks first.
    (.venv/bin/python -c 'from PySide6.QtGui import QGuiApplication; QGuiApplication([])') >/dev/null 2>&1
}

mkdir -p build
if can_show_a_window; then
    exec .venv/bin/ambassador "$@"
fi
echo "There is no display here, so no window can be opened. Running the demonstration instead:"
echo "    .venv/bin/ambassador demo --out build/demo"
rm -rf build/demo && mkdir -p build/demo
.venv/bin/ambassador demo --out build/demo
echo "The report of the demonstration visit and its companions are in build/demo."
