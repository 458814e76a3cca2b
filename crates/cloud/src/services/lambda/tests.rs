//! Tests of Lambda's operations over the wire.
