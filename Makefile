# Two commands do everything: `make` (set up, build, release, grade the sample class) and `make test`.
# Every target sets up what it needs; run again, each does only what has changed.

PYTHON ?= python3
BIN := .venv/bin
# nbgrader starts `alembic` by name, so the environment's programs are on the path.
RUN := PATH="$(CURDIR)/$(BIN):$$PATH" PYTHONPATH=chapters $(BIN)/python
JOBS ?= $(shell nproc 2>/dev/null || echo 2)
STAMPS := _build/stamps

SOURCES := $(wildcard solutions/*.md)
BYHAND := $(shell find chapters/byhand -type f -not -path '*/__pycache__/*' 2>/dev/null)
TOOLS := $(wildcard autograde/*.py autograde/*/*.py autograde/templates/*)
PAGES := $(wildcard chapters/*.md chapters/*.bib chapters/*.ipynb chapters/_static/*) genindex.md _config.yml _toc.yml

.PHONY: all setup notebooks book release sample grade regrade test test-stock test-fast test-thorough test-frameworks quality lighthouse bench serve browser check clean help
.DELETE_ON_ERROR:

all: release grade
	@echo
	@echo "Done. Open these in a browser:"
	@echo "  the book             _build/html/index.html"
	@echo "  the class report     _build/report/index.html"
	@echo "  a student's feedback $$(ls autograde/feedback/*/01_neurons/*.html 2>/dev/null | head -1)"
	@echo "Notebooks for students are in _build/release; \`make help\` lists the other commands."

help:
	@echo "make             set up, build the book, pack the notebooks, grade the sample class"
	@echo "make test        run all tests but those of test-stock and test-thorough (make browser first, or the browser tests are skipped)"
	@echo "make test-stock  the comparisons that take stock nbgrader minutes: its test-suite, the whole answer bank"
	@echo "make test-thorough  what make test tries on some chapters only: mutants, JupyterLab, killed runs"
	@echo "make test-fast   run the tests that take seconds"
	@echo "make test-frameworks  chapter 8's listings in PyTorch and Keras, in an environment of their own (1 GB)"
	@echo "make quality     grade the answer bank and the mutants; print the table of the tests' quality"
	@echo "make bench       measure build, page weight, slider latency and grading"
	@echo "make lighthouse  install Lighthouse (with npm) for the bench"
	@echo "make serve       serve the built book on http://127.0.0.1:8000"
	@echo "make browser     install Chromium for the browser tests (asks for root)"
	@echo "make check       committed notebooks are what regenerating gives; nothing leaks"
	@echo "make clean       delete everything that was made, hand-ins and grades excepted"

setup: $(BIN)/installed
# The stamp lives in .venv, so that deleting .venv is all it takes to start again.
$(BIN)/installed: requirements.txt autograde/bootstrap.py
	@$(PYTHON) autograde/bootstrap.py && touch $@

notebooks: $(STAMPS)/notebooks
$(STAMPS)/notebooks: $(BIN)/installed $(SOURCES) $(BYHAND) $(TOOLS)
	@mkdir -p $(STAMPS)
	$(RUN) -m autograde generate
	@touch $@

book: $(STAMPS)/book
$(STAMPS)/book: $(STAMPS)/notebooks $(PAGES) $(SOURCES)
	$(RUN) -m autograde.build
	@touch $@

release: $(STAMPS)/release
$(STAMPS)/release: $(STAMPS)/notebooks $(STAMPS)/book
	$(RUN) -m autograde release
	$(RUN) -m autograde check
	@touch $@

sample: $(STAMPS)/sample
$(STAMPS)/sample: $(STAMPS)/notebooks $(wildcard solutions/answers/*/*)
	$(RUN) -m autograde.sample_class
	@touch $@

# Hand-ins have names with spaces, which make cannot list; `find` asks whether one is newer than the last run.
grade: $(STAMPS)/sample
	@if [ autograde/gradebook.db -nt $(STAMPS)/sample ] && [ -e $(STAMPS)/graded ] && [ -e _build/report/index.html ] \
	    && [ $(STAMPS)/graded -nt $(STAMPS)/sample ] \
	    && [ -z "$$(find autograde/submitted -newer $(STAMPS)/graded -print -quit)" ]; \
	then echo "Nothing new to grade."; else $(MAKE) --no-print-directory regrade; fi

regrade: $(STAMPS)/sample
	$(RUN) -m autograde grade --jobs $(JOBS)
	$(RUN) -m autograde feedback
	$(RUN) -m autograde report
	@touch $(STAMPS)/graded

test: release
	$(RUN) -m pytest -n $(JOBS) --dist loadgroup -m "not stock and not thorough" --durations 25

# What takes stock nbgrader minutes: its own test-suite against the compatible mode, the whole answer bank through both.
test-stock: release
	$(RUN) -m pytest -n $(JOBS) --dist loadgroup -m stock

# Mutants, JupyterLab and interrupted runs for all that `make test` leaves out to stay below half an hour.
test-thorough: release
	$(RUN) -m pytest -n $(JOBS) --dist loadgroup -m thorough

test-fast: $(STAMPS)/notebooks
	$(RUN) -m pytest -n $(JOBS) --dist loadgroup -m "not slow and not browser and not stock and not thorough"

# PyTorch and Keras are no part of the course; Keras runs on PyTorch, which saves a second framework.
FRAMEWORKS := _build/frameworks
test-frameworks: $(FRAMEWORKS)/installed
	BYHAND_FRAMEWORKS=1 PYTHONPATH=chapters $(FRAMEWORKS)/bin/python -m pytest tests/frameworks \
	    --confcutdir=tests/frameworks -p no:cacheprovider -W ignore::DeprecationWarning
$(FRAMEWORKS)/installed: tests/frameworks/requirements.txt
	@rm -rf $(FRAMEWORKS)
	$(PYTHON) -m venv $(FRAMEWORKS)
	$(FRAMEWORKS)/bin/python -m pip install --quiet -r tests/frameworks/requirements.txt
	@touch $@

quality: $(STAMPS)/notebooks
	$(RUN) -m autograde.quality

# Scores of pages for `make bench`; needs Node and npm, which nothing else here does.
lighthouse:
	npm install --silent --no-audit --no-fund --prefix _build/lighthouse lighthouse@12.8.2

bench: release
	$(RUN) -m tests.bench

serve: book
	@echo "http://127.0.0.1:8000 (Ctrl-C stops)"
	@$(BIN)/python -m http.server 8000 --bind 127.0.0.1 --directory _build/html

check: release
	$(RUN) -m autograde check

browser:
	@sh tests/install_browser.sh

clean:
	rm -rf .venv _build autograde/source autograde/release
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
