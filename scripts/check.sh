#!/bin/sh
# make check: reads the whole project without running it. Every check runs; one failure fails the whole.
set -u

python=.venv/bin/python
failed=no

check() {
    what=$1
    shift
    if said=$("$@" 2>&1); then
        echo "$what: in order"
    else
        printf '%s: NOT in order (%s)\n%s\n' "$what" "$*" "$said"
        failed=yes
    fi
}

# The settings of a production site, with nothing of this machine's own.
production() {
    SITE_SECRET_KEY=$($python -c 'import secrets; print(secrets.token_urlsafe(50))') \
        SITE_DATABASE_URL=sqlite://:memory: SITE_BASE_URL=https://www.example.com SITE_ALLOWED_HOSTS=www.example.com \
        "$@"
}

check "Style" $python -m ruff check --quiet
check "Format" $python -m ruff format --check --quiet
check "Directions of imports" $python -c 'from importlinter.cli import lint_imports_command; lint_imports_command()'
check "Types" production $python -m mypy
check "Templates" $python -m djlint templates --lint --quiet
check "Settings for production" production $python manage.py check --deploy --fail-level WARNING
check "Migrations" production $python manage.py makemigrations --check --dry-run
check "Catalogues" production $python manage.py messages check

[ $failed = no ]
