//! Tests that are data.
