# make run starts the site; the other targets are for those who work on it (make help).
# What is written stays in ./var, or in the folder that AGORA_VAR names.

PYTHON ?=
SUITABLE = import sys; sys.exit(sys.version_info < (3, 11))
FOUND := $(shell for python in $(PYTHON) python3 python3.13 python3.12 python3.11; do \
	$$python -c '$(SUITABLE)' 2>/dev/null && echo $$python && break; done)
START = @$(if $(FOUND),$(FOUND) deploy/start.py,echo "$(MISSING)" >&2; exit 1;)
MISSING = Erreur : Python 3.11 ou plus récent est nécessaire ; installez-le, ou indiquez-le par PYTHON=/chemin/vers/python3.
WORKERS ?= 2

.PHONY: help run install test test-postgres journeys coverage bench lint format lock schema audit components rehearsal check

help: ## Show these lines
	@sed -n 's/^\([a-z-]*\):.*## /make \1 	/p' $(MAKEFILE_LIST) | expand -t 24

run: ## Start the site on http://127.0.0.1:8000 (HOST=… PORT=… AGORA_VAR=…)
	$(START) run

install: ## Only install the libraries, for a server (docs/deploiement.md)
	$(START) install

test: ## Tests on SQLite (ARGS="-k word -x" is given to pytest)
	$(START) dev pytest -n $(WORKERS) --dist loadfile --ignore=tests/journeys $(ARGS)

test-postgres: ## The same tests on a throwaway PostgreSQL
	$(START) dev tests.harness.postgres python -m pytest -n $(WORKERS) --dist loadfile --ignore=tests/journeys $(ARGS)

journeys: ## What visitors, members and organisers do, in a real browser
	$(START) dev pytest -n $(WORKERS) --dist loadfile tests/journeys $(ARGS)

coverage: ## Which lines and branches the tests run, and which test runs which line (CONTRIBUTING.md)
	COVERAGE_FILE=$${AGORA_VAR:-var}/coverage $(subst @,,$(START)) dev pytest -n $(WORKERS) --dist loadfile \
		--ignore=tests/journeys --cov --cov-context=test --cov-report=term-missing:skip-covered $(ARGS)

bench: ## Speed beside nginx and a stock Wagtail site (ARGS="--studies 10000 --postgres")
	$(START) dev bench.speed $(ARGS)

lint: ## Style, types, imports, templates, deployment settings
	$(START) dev deploy/lint.py

format: ## Rewrite the code in the common style
	$(START) dev ruff check --fix .
	$(START) dev ruff format .

lock: ## Write requirements/*.txt from pyproject.toml (ARGS=--upgrade for newer versions)
	$(START) lock $(ARGS)

schema: ## Write deploy/schema.sql from the migrations, when a test says so
	$(START) dev deploy/schema.py

audit: ## Known weaknesses of the libraries, where the registry tells them
	$(START) dev pip_audit --require-hashes --disable-pip -r requirements/base.txt $(ARGS)

components: ## The list of what the site is made of (CycloneDX), in components.json
	$(START) dev cyclonedx_py requirements requirements/base.txt --output-reproducible --of JSON -o components.json

rehearsal: ## What docs/deploiement.md says, done in an empty Debian (as root, with debootstrap)
	@deploy/rehearsal

check: test test-postgres journeys lint ## Everything, as .ci/run does
