//! What can go wrong outside: the network, the browser, the files that were published.

use std::fmt;

/// Why no function's code can be run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SandboxError {
    /// A file of the sandbox did not come.
    NotFetched {
        /// The file's address, relative to the page.
        path: String,
        /// What the browser or the server says.
        why: String,
    },
    /// The cage's document did not answer.
    FrameSilent,
    /// The browser refuses the functions' code.
    NotCompiled {
        /// What the browser says.
        why: String,
    },
    /// The page itself lacks what the cage needs.
    NoDocument,
}

impl fmt::Display for SandboxError {
    /// For learners: what happened, and what to do.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotFetched { path, why } => write!(
                formatter,
                "The functions cannot run, because a part of this page did not arrive ({path}: {why}). \
                 Check the connection; whatever runs next fetches it again."
            ),
            Self::FrameSilent => formatter.write_str(
                "The functions cannot run, because the frame that shields their code did not start. An extension \
                 of the browser may block frames on this page: switch it off for this page, then load it again.",
            ),
            Self::NotCompiled { why } => write!(
                formatter,
                "The functions cannot run, because this browser does not accept their code ({why}). \
                 A browser of the year 2023 or later is needed."
            ),
            Self::NoDocument => formatter.write_str("The functions cannot run outside a browser's page."),
        }
    }
}

impl std::error::Error for SandboxError {}
