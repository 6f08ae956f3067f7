# Every target makes .venv first if it is not there. Other Python, other package index (for a CPU-only torch on Linux, say):
#   make demo PYTHON=python3.12 PIP_ARGS="--extra-index-url https://download.pytorch.org/whl/cpu"
PYTHON ?= python3
PIP_ARGS ?=
BIN := .venv/bin
# nbgrader starts its own commands by name. In .jupyter/ are settings: README.md opens as a page, no question about news.
LAB := PATH="$(CURDIR)/$(BIN):$$PATH" JUPYTER_CONFIG_PATH="$(CURDIR)/.jupyter$${JUPYTER_CONFIG_PATH:+:$$JUPYTER_CONFIG_PATH}" $(BIN)/jupyter lab

.PHONY: help demo test lint lab formgrader build site bench doctor clean

help:           ## this list
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*##/\t/' | expand -t 12

demo: .venv/ready      ## build the assignments, grade the sample class, write the report and name it
	@$(BIN)/python -m autograder demo

test: .venv/ready lint ## every test
	@$(BIN)/python -m pytest -n auto --dist loadfile --no-loadscope-reorder --durations=40

lint: .venv/ready      ## code style
	@$(BIN)/ruff check . && $(BIN)/ruff format --check .

lab: .venv/ready       ## JupyterLab on the course: lectures, assignments, nbgrader's Validate
	@$(LAB) --LabApp.default_url=/lab/tree/README.md

formgrader: .venv/ready ## nbgrader's formgrader on the course: grade one, give marks by hand
	@$(LAB) --LabApp.default_url=/formgrader

build: .venv/ready     ## source/ -> release/, through all gates; the index of concepts
	@$(BIN)/python -m autograder build && $(BIN)/python -m autograder concepts

site: .venv/ready      ## the course as static pages, lectures executed
	@$(BIN)/python -m autograder site

bench: .venv/ready     ## measure, and write docs/proof.md from it; some: make bench ONLY="grading_speed mutants"
	@$(BIN)/python benchmarks/bench.py $(ONLY)

doctor: .venv/ready    ## what this machine offers and what it lacks
	@$(BIN)/python -m autograder doctor

clean:          ## remove the environment and what grading wrote for the demo
	rm -rf .venv .autograder/demo

.venv/ready: requirements.txt pyproject.toml
	@command -v $(PYTHON) >/dev/null || { echo "$(PYTHON) not found: install Python 3.11 or newer, or say make PYTHON=..."; exit 1; }
	@$(PYTHON) -c 'import sys; v = sys.version_info[:2]; sys.exit(v < (3, 11) and f"the pinned packages need Python 3.11 or newer, this is {v[0]}.{v[1]}: say make PYTHON=python3.12 or so")'
	@echo "Making .venv with $$($(PYTHON) --version) (some minutes the first time; about 2 GB with a CPU-only torch)"
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv || { echo "cannot make .venv: on Debian and Ubuntu, apt-get install python3-venv"; exit 1; }
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check $(PIP_ARGS) -r requirements.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -e .
	@touch $@
