//! Code to begin with, of our own, where a learner would rather write a function in another language.

use super::draft::{Draft, File, Source};
use crate::widgets::editor::Held;

/// A language to write a function in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// Python.
    Python,
    /// JavaScript, for Node.js.
    Node,
}

impl Language {
    /// What a button calls it.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Python => "Python",
            Self::Node => "Node.js",
        }
    }
}

/// Code for the job of a function, in a file and with a handler as AWS names them for new functions, so that what is pasted
/// over it runs as it stands: `job` is the name of the function in Rust that does it, where there is one.
#[must_use]
pub fn starter(job: &str, language: Language) -> Draft {
    let (runtime, file, handler) = match language {
        Language::Python => ("python3.14", "lambda_function.py", "lambda_function.lambda_handler"),
        // A file that may be either kind of module: what is pasted from elsewhere is often of the older one.
        Language::Node => ("nodejs24.x", "index.js", "index.handler"),
    };
    let text = match (job, language) {
        ("thumbnail", Language::Python) => include_str!("starters/thumbnail.py"),
        ("thumbnail", Language::Node) => include_str!("starters/thumbnail.mjs"),
        (_, Language::Python) => include_str!("starters/hello.py"),
        (_, Language::Node) => include_str!("starters/hello.mjs"),
    };
    let file = File { name: file.to_owned(), held: Held::Text(text.to_owned()) };
    Draft { runtime: runtime.to_owned(), handler: handler.to_owned(), source: Source::Files(vec![file]) }
}
