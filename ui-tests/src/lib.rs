//! Nothing: the cases are in `fail/` and `pass/`, and `tests/` runs them.
