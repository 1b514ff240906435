# make help lists the commands. Whatever they make lies in .venv/ and var/: remove both to start afresh.

PORT ?= 8000
WORKERS ?= 2
PY = .venv/bin/python

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help install run dev test check lock bench broken-venv

help: ## list the commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' Makefile

install: .venv/.requirements ## set the site up: libraries, key, database, catalogues, static files, demo
	@$(PY) scripts/install.py

run: install ## set the site up and serve it on 127.0.0.1:8000 (PORT=8001 for another, WORKERS=2)
	@$(PY) scripts/serve.py $(PORT) $(WORKERS)

dev: install ## the same with debug pages, and reloading when a file changes
	@SITE_BASE_URL=$${SITE_BASE_URL:-http://127.0.0.1:$(PORT)} \
		$(PY) manage.py runserver 127.0.0.1:$(PORT) --settings site_project.settings.dev

test: .venv/.requirements-dev ## all tests, on SQLite and on PostgreSQL, with a real browser (CHROMIUM= names one)
	@$(PY) -m tests.browser
	@$(PY) -m pytest --dist each \
		--tx popen//id=sqlite//env:SITE_TEST_DATABASE=sqlite \
		--tx popen//id=postgresql//env:SITE_TEST_DATABASE=postgresql

check: .venv/.requirements-dev ## everything that can be wrong without running it: style, imports, types, settings, catalogues
	@sh scripts/check.sh

bench: .venv/.requirements-dev ## what pages, publishing, the desk and PO files cost (about half an hour)
	@for name in pages publishing desk exchange; do $(PY) benchmarks/$$name.py || exit 1; done

lock: .venv/.requirements-dev ## write requirements*.txt anew from requirements*.in, with hashes
	@$(PY) -m pip install --quiet uv
	@for name in requirements requirements-dev; do \
		$(PY) -m uv pip compile --quiet --generate-hashes --universal --python-version 3.11 --no-header \
			$$name.in --output-file $$name.txt || exit 1; \
	done

python-works := $(shell test -x $(PY) && $(PY) -c '' 2>/dev/null && echo yes)

.venv/.requirements: requirements.txt $(if $(python-works),,broken-venv)
	@sh scripts/venv.sh requirements.txt

.venv/.requirements-dev: requirements-dev.txt .venv/.requirements
	@sh scripts/venv.sh requirements-dev.txt
