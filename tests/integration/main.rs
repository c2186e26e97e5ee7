//! All native integration tests in one binary; one module for each boundary, see `tests/README.md`.

mod support;
