# The commands of Model Workshop. `packaging/setup_env.py` does the work; this only finds a Python for it.
# PYTHON=/path/to/python chooses one; otherwise the first of these that is 3.11 to 3.13.
CANDIDATES = python3 python3.13 python3.12 python3.11 python
FITS = import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))
FIRST = $(shell for name in $(CANDIDATES); do "$$name" -c "$(FITS)" 2>/dev/null && echo "$$name" && break; done)
PYTHON ?= $(or $(FIRST),python3)
SETUP = "$(PYTHON)" packaging/setup_env.py

.PHONY: app test test-all test-long benchmark lint check package package-test

# Set up, then open the window (without a screen: the demo into ./demo/).
app:
	@$(SETUP) app

# Set up with the test tools, then run the tests; ARGS="-- -k card" passes arguments to pytest.
test:
	@$(SETUP) test $(ARGS)

# The same, and then what takes long or needs a screen (a virtual one).
test-all:
	@$(SETUP) test --all $(ARGS)

# Only what test-all adds to test.
test-long:
	@$(SETUP) test --only-long $(ARGS)

# The measurements of speed.
benchmark:
	@$(SETUP) test --benchmarks $(ARGS)

# Style, types, import rules.
lint:
	@$(SETUP) lint

# The program that needs no Python, into dist/; MODELS=free leaves out models for research only;
# UPDATES=https://... is asked for a newer version, when a person presses the button for it.
package:
	@MODELS="$(MODELS)" UPDATES="$(UPDATES)" $(SETUP) package

# Try that program out where there is no Python.
package-test:
	@$(SETUP) package-test $(ARGS)

# Say what is missing and change nothing.
check:
	@$(SETUP) test --check
