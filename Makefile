# Two commands do everything: `make` (set up, build, release, grade the sample class) and `make test`.
# Every target sets up what it needs; run again, each does only what has changed.

PYTHON ?= python3
BIN := .venv/bin
# nbgrader starts `alembic` by name, so the environment's programs are on the path.
RUN := PATH="$(CURDIR)/$(BIN):$$PATH" PYTHONPATH=chapters $(BIN)/python
JOBS ?= $(shell nproc 2>/dev/null || echo 2)
STAMPS := _build/stamps
# Exercises in the browser: local (the site brings all it needs), cdn (Python from Pyodide's own site), or off.
LITE ?= local
export LITE

SOURCES := $(wildcard solutions/*.md)
BYHAND := $(shell find chapters/byhand -type f -not -path '*/__pycache__/*' 2>/dev/null)
TOOLS := $(wildcard autograde/*.py autograde/*/*.py autograde/templates/*)
LITE_NEEDS := $(wildcard autograde/lite/*.*) chapters/pyproject.toml
PAGES := $(wildcard chapters/*.md chapters/*.bib chapters/*.ipynb chapters/_static/*) genindex.md _config.yml _toc.yml \
    $(wildcard autograde/released_solutions.txt)

.PHONY: all setup notebooks book release sample grade regrade test test-stock test-fast test-thorough test-frameworks quality lighthouse bench load serve pdf site.zip address browser postgres check clean help
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
	@echo "make test        run all tests but those of test-stock and test-thorough (make browser postgres first, or some tests are skipped)"
	@echo "make test-stock  the comparisons that take stock nbgrader minutes: its test-suite, the whole answer bank"
	@echo "make test-thorough  what make test tries on some chapters only: mutants, JupyterLab, killed runs"
	@echo "make test-fast   run the tests that take seconds"
	@echo "make test-frameworks  chapter 8's listings in PyTorch and Keras, in an environment of their own (1 GB)"
	@echo "make book LITE=off  the book without exercises in the browser (LITE=cdn: their Python comes from Pyodide's site)"
	@echo "make quality     grade the answer bank and the mutants; print the table of the tests' quality"
	@echo "make bench       measure build, page weight, slider latency and grading"
	@echo "make load        grade classes of many sizes, here and on a cluster: SIZES=\"100 1000 10000\""
	@echo "make lighthouse  install Lighthouse (with npm) for the bench"
	@echo "make serve       serve the built book on http://127.0.0.1:8000"
	@echo "make pdf         print the whole book as one PDF (needs Chromium: make browser)"
	@echo "make site.zip    pack the book into _build/site.zip, to be read from a USB stick"
	@echo "make address     ADDRESS=https://...: set the site's address, for cards, sitemap and canonical links"
	@echo "make browser     install Chromium for the browser tests (asks for root)"
	@echo "make postgres    install PostgreSQL for the tests of a gradebook on a server (asks for root)"
	@echo "make check       committed notebooks are what regenerating gives; nothing leaks"
	@echo "make clean       delete everything that was made, hand-ins and grades excepted"

setup: $(BIN)/installed
# The stamp lives in .venv, so that deleting .venv is all it takes to start again.
$(BIN)/installed: requirements.txt autograde/bootstrap.py
	@$(PYTHON) autograde/bootstrap.py && touch $@

notebooks: $(STAMPS)/notebooks
# colab/ is generated from the repository that _config.yml names.
$(STAMPS)/notebooks: $(BIN)/installed $(SOURCES) $(BYHAND) $(TOOLS) _config.yml
	@mkdir -p $(STAMPS)
	$(RUN) -m autograde generate
	@touch $@

book: $(STAMPS)/lite
$(STAMPS)/book: $(STAMPS)/notebooks $(PAGES) $(SOURCES) $(STAMPS)/lite-is
	$(RUN) -m autograde.book.build
	@touch $@

# Asks whether notebooks, byhand or pins have changed, and is done at once if not.
$(STAMPS)/lite: $(STAMPS)/book $(STAMPS)/lite-is $(LITE_NEEDS)
	$(RUN) -m autograde.lite $(LITE)
	@touch $@
# Newer whenever LITE is another than the last time, so that no page links to what is not there.
$(STAMPS)/lite-is: always
	@mkdir -p $(STAMPS)
	@echo $(LITE) | cmp -s - $@ || echo $(LITE) > $@
.PHONY: always


release: $(STAMPS)/release
$(STAMPS)/release: $(STAMPS)/notebooks $(STAMPS)/book $(STAMPS)/lite
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

# What only some courses need, and all tests: a cluster to grade on, a gradebook on a server, a look for copies.
OPTIONAL := $(wildcard autograde/requirements-*.txt)
$(BIN)/optional: $(BIN)/installed $(OPTIONAL)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps $(addprefix -r ,$(OPTIONAL))
	@touch $@

test: release $(BIN)/optional
	$(RUN) -m pytest -n $(JOBS) --dist loadgroup -m "not stock and not thorough" --durations 25

# What takes stock nbgrader minutes: its own test-suite against the compatible mode, the whole answer bank through both.
test-stock: release
	$(RUN) -m pytest -n $(JOBS) --dist loadgroup -m stock

# Mutants, JupyterLab and interrupted runs for all that `make test` leaves out to stay below half an hour.
test-thorough: release $(BIN)/optional
	$(RUN) -m pytest -n $(JOBS) --dist loadgroup -m thorough

test-fast: $(STAMPS)/notebooks $(BIN)/optional
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

# A class of each size, here and on Dask workers of this machine: `make load SIZES="100 1000 10000"` takes hours.
SIZES ?= 100
load: release $(BIN)/optional
	$(RUN) -m tests.bench --only load --sizes $(SIZES)

serve: book
	@echo "http://127.0.0.1:8000 (Ctrl-C stops)"
	@$(BIN)/python -m http.server 8000 --bind 127.0.0.1 --directory _build/html

pdf: book
	$(RUN) -m autograde.book.pdf

site.zip: _build/site.zip
_build/site.zip: $(STAMPS)/book autograde/book/site_zip.py
	$(RUN) -m autograde.book.site_zip

# The address stands in _config.yml alone; this is for those who deploy without editing.
address:
	@test -n "$(ADDRESS)" || { echo "Say which: make address ADDRESS=https://example.org/book/" >&2; exit 2; }
	@address='$(ADDRESS)' python3 -c "import os, pathlib, re; path = pathlib.Path('_config.yml'); \
	    path.write_text(re.sub(r'(?m)^  baseurl: .*', lambda _: '  baseurl: \"' + os.environ['address'] + '\"', path.read_text()))"

check: release
	$(RUN) -m autograde check

browser:
	@sh tests/install.sh browser

# After the browser where both are asked for: the system's packages are installed one after the other.
postgres: $(filter browser,$(MAKECMDGOALS))
	@sh tests/install.sh postgres

clean:
	rm -rf .venv _build autograde/source autograde/release
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
