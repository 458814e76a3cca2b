//! What a first visit costs: the size of each file as a good host sends it, and the limits it must keep.

use std::path::Path;

use brotli::enc::BrotliEncoderParams;

use crate::say::{self, Failure, Outcome};
use crate::{fingerprint, workspace};

/// The page, its code, styles and fonts: a second on a slow 3G-like school line of 400 kB/s.
const FIRST_LOAD_LIMIT: usize = 400_000;
/// The same and the Rust function, which the first photo needs.
const WITH_FUNCTION_LIMIT: usize = 700_000;
/// What the page weighs today beyond its limits, bytes. The first load is too heavy, mostly by the views' code; this
/// keeps it from growing, is to be lowered with each gain, and goes once the limits hold.
const KNOWN_EXCESS: usize = 380_000;
const FUNCTION: &str = "assets/functions/thumbnail.wasm";

/// Sizes in bytes after brotli at quality 11.
#[derive(Debug)]
pub struct Weight {
    first_load: usize,
    with_function: usize,
}

impl Weight {
    /// An error when a limit is passed, with what to do about it.
    pub fn check(&self) -> Outcome<()> {
        for (name, size, limit) in [
            ("the first load", self.first_load, FIRST_LOAD_LIMIT),
            ("the first load with the function", self.with_function, WITH_FUNCTION_LIMIT),
        ] {
            let allowed = limit + KNOWN_EXCESS;
            if size > limit {
                say::note(format!("{name} is {}, and should be {}", say::size(size), say::size(limit)));
            }
            if size > allowed {
                return Err(Failure::new(
                    format!("{name} is {}, over the {} it may weigh today", say::size(size), say::size(allowed)),
                    "Look at the list above for what grew. `cargo tree` shows a new dependency, `twiggy top` the\n\
                     largest functions; what is not needed at once belongs to a file of its own, loaded later.",
                ));
            }
        }
        Ok(())
    }
}

/// Prints each file of the first load and the totals. Compressing takes seconds, so the list is kept.
pub fn weigh(dist: &Path, fingerprint: &str) -> Outcome<Weight> {
    let list = workspace::root().join("target/stamps/weight.tsv");
    fingerprint::once("weight", fingerprint, &list, || {
        say::step("Weigh the first load", || {
            let lines: Vec<String> =
                measure(dist)?.iter().map(|(name, raw, packed)| format!("{name}\t{raw}\t{packed}")).collect();
            workspace::write(&list, lines.join("\n").as_bytes())
        })
    })?;
    let text = String::from_utf8_lossy(&workspace::read(&list)?).into_owned();
    let mut weight = Weight { first_load: 0, with_function: 0 };
    println!("\n  {:<44} {:>10} {:>10}", "first load", "plain", "brotli");
    for line in text.lines() {
        let mut cells = line.split('\t');
        let name = cells.next().unwrap_or_default();
        let mut number = || cells.next().and_then(|cell| cell.parse().ok()).unwrap_or(0_usize);
        let (raw, packed) = (number(), number());
        weight.with_function += packed;
        if name != FUNCTION {
            weight.first_load += packed;
        }
        println!("  {name:<44} {:>10} {:>10}", say::size(raw), say::size(packed));
    }
    for (name, size, limit) in [
        ("total", weight.first_load, FIRST_LOAD_LIMIT),
        ("total with the function", weight.with_function, WITH_FUNCTION_LIMIT),
    ] {
        println!("  {name:<44} {:>21} of {}", say::size(size), say::size(limit));
    }
    println!();
    Ok(weight)
}

fn measure(dist: &Path) -> Outcome<Vec<(String, usize, usize)>> {
    let mut rows = Vec::new();
    for file in workspace::files(dist)? {
        let name = workspace::web_path(dist, &file);
        let first = !name.contains('/') && name != "sw.js" || name.starts_with("assets/fonts/");
        if first || name == FUNCTION {
            let bytes = workspace::read(&file)?;
            rows.push((name, bytes.len(), packed(&bytes)?));
        }
    }
    Ok(rows)
}

fn packed(bytes: &[u8]) -> Outcome<usize> {
    let params = BrotliEncoderParams { quality: 11, ..BrotliEncoderParams::default() };
    let mut out = Vec::new();
    brotli::BrotliCompress(&mut &bytes[..], &mut out, &params).map_err(|error| {
        Failure::new(format!("brotli failed: {error}"), "Run the build again; memory may have run out.")
    })?;
    // A font is compressed already; a host sends whichever is smaller.
    Ok(out.len().min(bytes.len()))
}
