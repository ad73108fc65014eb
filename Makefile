# The workshop. `make help` lists the commands.

PYTHON_BIN := .venv/bin/python
PYTEST := $(PYTHON_BIN) -m pytest -q
PO := $(wildcard resources/translations/*/LC_MESSAGES/ambassador.po)
MO := $(PO:.po=.mo)

LOCK := .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-header --no-annotate $(if $(UPGRADE),--upgrade)

# Qt complains about a locale that is not UTF-8.
ifeq ($(LC_ALL)$(LC_CTYPE)$(LANG),)
export LC_ALL := C.UTF-8
endif

.DEFAULT_GOAL := help
.PHONY: help setup tools run demo test test-all check check-lint check-types check-layers check-sizes check-strings \
	check-templates check-measures format coverage coverage-figures bench faults shots templates measures-docs soak strings goldens migration wheel frozen lock clean

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 18

setup: bootstrap $(MO) ## install what is missing; ends with .venv/bin/ambassador

.PHONY: bootstrap
bootstrap:
	@bash .ci/bootstrap.sh

tools:
	@bash .ci/bootstrap.sh --tools

%.mo: %.po | bootstrap
	@$(PYTHON_BIN) .ci/strings.py --compile

run: setup ## open the window on a throw-away profile (ARGS= for your own); without a display, run the demo
	@bash .ci/open.sh $(or $(ARGS),$(if $(filter undefined,$(origin ARGS)),--home build/home))

demo: setup ## the whole main job without a display, into build/demo
	@mkdir -p build/demo
	.venv/bin/ambassador demo --out build/demo $(ARGS)

test: setup ## the tests (ARGS="tests/domain -x" for some of them)
	$(if $(ARGS),$(PYTEST) $(ARGS),@bash .ci/test.sh)

test-all: tools test ## the tests, and those that need tools beside the libraries
	@bash .ci/test.sh -m whole

check: check-lint check-types check-layers check-sizes check-strings check-templates check-measures coverage-figures ## everything that can be told without running the program (-k: go on after a fault)

check-lint: setup
	$(PYTHON_BIN) -m ruff format --check --quiet
	$(PYTHON_BIN) -m ruff check --quiet
check-types: setup
	$(PYTHON_BIN) -m mypy
check-layers: setup
	.venv/bin/lint-imports --no-logo
check-sizes: setup
	$(PYTHON_BIN) .ci/sizes.py
check-strings: setup
	$(PYTHON_BIN) .ci/strings.py --check
check-templates: setup
	$(PYTHON_BIN) .ci/templates.py --check
check-measures: setup
	$(PYTHON_BIN) .ci/measures_docs.py --check

format: setup ## lay the code out and mend what ruff can mend
	$(PYTHON_BIN) -m ruff check --fix
	$(PYTHON_BIN) -m ruff format

coverage: setup ## the tests with branch coverage; fails under the floor
	$(PYTEST) --cov --cov-report=term $(ARGS)

# What the figures rest on is reached whole, branch by branch; few examples suffice for that (about 15 seconds).
FIGURES := calculators economics factors
coverage-figures: setup ## the calculators, economics and factors with branch coverage; fails under 100 %
	@mkdir -p build/coverage
	HYPOTHESIS_PROFILE=brief COVERAGE_FILE=build/coverage/figures $(PYTEST) -p no:randomly --no-header \
		$(FIGURES:%=--cov=ambassador_app.domain.%) --cov-branch --cov-report=term --cov-fail-under=100 \
		$(patsubst %,tests/domain/test_%.py,calculators economics explanation package physics set_files sets)

bench: setup ## every figure we publish
	$(PYTHON_BIN) -m benchmarks $(ARGS)

faults: setup ## ten thousand syncs, each with a fault, and what became of every word (ARGS="--syncs 500 --seed 1")
	$(PYTHON_BIN) -m benchmarks.faults $(ARGS)

shots: setup ## every screen and every report page as pictures, into build/shots
	$(PYTHON_BIN) .ci/shots.py $(ARGS)

templates: setup ## compile the shipped checklists from their spreadsheets
	$(PYTHON_BIN) .ci/templates.py $(ARGS)

measures-docs: setup ## write the pages about the calculators from their declarations
	$(PYTHON_BIN) .ci/measures_docs.py

soak: setup ## the property tests, long
	HYPOTHESIS_PROFILE=soak $(PYTEST) -o faulthandler_timeout=0 -m "hypothesis and not whole" $(ARGS)

strings: setup ## gather the words, merge build/po/*.po, compile
	$(PYTHON_BIN) .ci/strings.py

goldens: setup ## write the golden files anew; read the difference before you commit it
	REWRITE_GOLDENS=1 $(PYTEST) tests/golden $(ARGS)

migration: setup ## a new database migration: make migration NAME="what it does"
	$(PYTHON_BIN) .ci/migration.py "$(NAME)"

wheel: setup ## a wheel in dist/
	$(PYTHON_BIN) -m build --wheel --no-isolation

frozen: setup ## the program with all it needs, for a computer without Python, into build/frozen/ambassador
	@bash .ci/bootstrap.sh --freezer
	@bash installers/linux/build.sh

lock: setup ## resolve the dependencies anew into requirements.lock (no registry is named in it)
	$(LOCK) --extra dev --extra office pyproject.toml --output-file requirements.lock
	$(LOCK) --constraints requirements.lock installers/requirements.in --output-file installers/requirements.txt

clean: ## remove everything the workshop made
	rm -rf .venv build dist .coverage .coverage.* htmlcov .hypothesis .mypy_cache .pytest_cache .ruff_cache \
		.import_linter_cache
	rm -f $(MO)
	find . -name __pycache__ -prune -exec rm -rf {} +
