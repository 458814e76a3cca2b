//! What the tests share: a native host for playthroughs, lessons read from their folders, pictures made on the spot.

pub mod host;
pub mod lesson_files;
pub mod pictures;
pub mod transcript;
