//! The shape of the project, as tests: which crate may know which, what a file looks like, what may not be
//! written down, and whether every text can be read. Each message says what to do instead.

#[path = "shape/contrast.rs"]
mod contrast;
#[path = "shape/edges.rs"]
mod edges;
#[path = "shape/files.rs"]
mod files;
#[path = "shape/tree.rs"]
mod tree;
