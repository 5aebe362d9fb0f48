"""Tests the tests of the course: grades the answer bank and mutants of the solutions through the real grader."""
