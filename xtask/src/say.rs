//! What a run says to the person who started it: steps with their time, and failures with their mend.

use std::fmt::Display;
use std::time::{Duration, Instant};

/// The result of anything that can go wrong here.
pub type Outcome<T> = Result<T, Failure>;

/// What went wrong, and what the reader can do about it.
#[derive(Debug)]
pub struct Failure {
    said: String,
    mend: String,
}

impl Failure {
    /// A failure in plain words; `mend` is a sentence that says what to do.
    pub fn new(said: impl Into<String>, mend: impl Into<String>) -> Self {
        Self { said: said.into(), mend: mend.into() }
    }

    /// A file or folder that could not be read or written.
    pub fn file(doing: &str, path: &std::path::Path, error: &dyn Display) -> Self {
        Self::new(
            format!("could not {doing} {}: {error}", path.display()),
            "Look at the path's owner and the free disk space, then run the same command again.",
        )
    }

    /// Prints the failure on standard error.
    pub fn print(&self) {
        eprintln!("\n  failed   {}", self.said);
        for line in self.mend.lines() {
            eprintln!("  mend     {line}");
        }
    }
}

/// Runs one step under its name and says how long it took.
pub fn step<T>(name: &str, work: impl FnOnce() -> Outcome<T>) -> Outcome<T> {
    println!("▸ {name}");
    let start = Instant::now();
    let outcome = work();
    let time = seconds(start.elapsed());
    match &outcome {
        Ok(_) => println!("  {name}: done in {time}"),
        Err(_) => println!("  {name}: failed after {time}"),
    }
    outcome
}

/// One line below a step's name.
pub fn note(text: impl Display) {
    println!("  {text}");
}

/// A duration as people read it: `0.4 s`, `12 s`, `3 min 05 s`.
pub fn seconds(time: Duration) -> String {
    let tenths = time.as_millis() / 100;
    match time.as_secs() {
        0..10 => format!("{}.{} s", tenths / 10, tenths % 10),
        whole @ 10..60 => format!("{whole} s"),
        whole => format!("{} min {:02} s", whole / 60, whole % 60),
    }
}

/// A size as people read it: `512 B`, `38.4 kB`, `3.3 MB`, in thousands as networks count.
pub fn size(bytes: usize) -> String {
    match bytes {
        0..1_000 => format!("{bytes} B"),
        1_000..1_000_000 => kilobytes(bytes),
        _ => format!("{}.{} MB", bytes / 1_000_000, bytes % 1_000_000 / 100_000),
    }
}

/// A size beside its limit, from which it may differ by little: `1150.6 kB`.
pub fn kilobytes(bytes: usize) -> String {
    format!("{}.{} kB", bytes / 1_000, bytes % 1_000 / 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_and_sizes_are_short() {
        assert_eq!(seconds(Duration::from_millis(420)), "0.4 s");
        assert_eq!(seconds(Duration::from_secs(185)), "3 min 05 s");
        assert_eq!(size(38_412), "38.4 kB");
        assert_eq!(size(3_312_000), "3.3 MB");
    }
}
