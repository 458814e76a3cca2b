//! What the tests share: native hosts for playthroughs and for single requests, requests and answers as text, lessons and
//! wire cases read from their folders, pictures made on the spot.

pub mod account;
pub mod expected;
pub mod host;
pub mod hostile;
pub mod http_text;
pub mod lesson_files;
pub mod pictures;
pub mod transcript;
pub mod wire_files;
