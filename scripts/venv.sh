#!/bin/sh
# Makes .venv and installs exactly the libraries of one lock file: sh scripts/venv.sh requirements.txt
# Its stamps lie in .venv: .requirements is away while pip works, so that an interrupted .venv is made afresh.
set -eu

lock=$1
venv=.venv
ready=$venv/.requirements
log=$venv/pip.log

fail() {
    echo "$*" >&2
    exit 1
}

find_python() {
    for name in ${PYTHON:-python3.11 python3.12 python3.13 python3.14 python3 python}; do
        if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$name"
            return
        fi
    done
    fail "Python 3.11 or newer is needed and was not found. If it is elsewhere: make PYTHON=/path/to/python3.11"
}

if [ ! -e $ready ] || ! $venv/bin/python -m pip --version >/dev/null 2>&1; then
    python=$(find_python)
    "$python" -c 'import ensurepip, venv' 2>/dev/null ||
        fail "$python cannot make a virtual environment (Debian: apt-get install python3-venv)."
    echo "Making $venv with $("$python" --version)"
    "$python" -m venv --clear $venv
fi

echo "Installing the libraries of $lock"
rm -f $ready
$venv/bin/python -m pip install --no-input --disable-pip-version-check --require-hashes --requirement "$lock" \
    >$log 2>&1 || fail "The libraries of $lock could not be installed. $log ends: $(grep . $log | tail -n 1)"
touch $ready
touch "$venv/.${lock%.txt}"
