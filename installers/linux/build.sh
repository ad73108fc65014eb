#!/bin/bash
# Builds the frozen program into build/frozen/ambassador, unless it is newer than everything it is made of.
# `make frozen` installs PyInstaller first and then calls this. No root is needed, and nothing is fetched.
set -euo pipefail
cd "$(dirname "$0")/../.."

OUT=build/frozen
PROGRAM=$OUT/ambassador
STAMP=$OUT/.started
PYTHON=.venv/bin/python

mkdir -p $OUT
exec 9>$OUT/.lock
flock 9 # two runs at once take turns

changed_since() { # the .mo files are left out: making them anew touches them, and they follow from the .po files
    find ambassador_app resources docs/manual docs/measures installers requirements.lock \
        -name __pycache__ -prune -o ! -name '*.mo' -newer "$1" -print -quit
}
if [ -x $PROGRAM/ambassador ] && [ -e $STAMP ] && [ -z "$(changed_since $STAMP)" ]; then
    echo "$PROGRAM is up to date, $(du -sh $PROGRAM | cut -f1)"
    exit
fi

LOG=$OUT/build.log
touch $STAMP.new # what changes from here on is not in the program for sure
"$PYTHON" .ci/strings.py --compile
# Its cache, too, stays in the checkout.
PYINSTALLER_CONFIG_DIR=$PWD/$OUT/cache "$PYTHON" -m PyInstaller --noconfirm --clean --log-level WARN \
    --workpath $OUT/work --distpath $OUT/new installers/ambassador.spec >$LOG 2>&1 || { cat $LOG >&2; exit 1; }
# Debugging symbols are nearly a fifth of the size. Qt's files and the libraries inside wheels (*.libs) have rewritten
# headers, which strip may break.
find $OUT/new/ambassador -type f \( -name '*.so' -o -name '*.so.*' \) ! -path '*/PySide6/Qt/*' ! -path '*.libs/*' \
    -exec strip --strip-unneeded {} +
rm -rf $PROGRAM
mv $OUT/new/ambassador $PROGRAM
mv $STAMP.new $STAMP
echo "$PROGRAM is built, $(du -sh $PROGRAM | cut -f1)"
