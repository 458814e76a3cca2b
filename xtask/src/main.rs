//! Sets up what is missing, then serves, tests, builds or measures.
fn main() {}
