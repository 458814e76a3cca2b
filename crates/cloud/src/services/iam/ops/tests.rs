//! Tests of the operations over the wire.
