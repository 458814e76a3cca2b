//! What a first visit costs: the size of each file as a good host sends it, and the limits it must keep.

use std::path::Path;

use brotli::enc::BrotliEncoderParams;

use crate::say::{self, Failure, Outcome};
use crate::{fingerprint, workspace};

/// The entrance, ready to take a photo: a second on a slow school line of 400 kB/s.
const FIRST_LOAD_LIMIT: usize = 400_000;
/// The same and the Rust function.
const WITH_FUNCTION_LIMIT: usize = 700_000;
/// All that the first photo's way needs: the entrance, the lesson's parts and the function. It is what it weighs today,
/// to be lowered with each gain.
const FIRST_PHOTO_LIMIT: usize = 1_125_000;
/// What comes once a learner goes beyond a first lesson: the rest of the services, and the bench. Like the above, what
/// it weighs today.
const BEYOND_LIMIT: usize = 1_150_000;
/// The code editor with all its languages, of which each is loaded when a file in it is opened.
const EDITOR_LIMIT: usize = 220_000;
const FUNCTION: &str = "assets/functions/thumbnail.wasm";

/// What a file is loaded for, in the order in which they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Wanted {
    Entrance,
    Lesson,
    FirstPhoto,
    Beyond,
    Editor,
}

impl Wanted {
    const ALL: [Self; 5] = [Self::Entrance, Self::Lesson, Self::FirstPhoto, Self::Beyond, Self::Editor];

    /// What a file of `dist/` is loaded for; none when its weight is not watched.
    fn of(name: &str) -> Option<Self> {
        let font = name.starts_with("assets/fonts/") && !name.contains("-rest.") && !name.contains("-extended.");
        match name {
            "sw.js" | "prints.js" => None,
            FUNCTION => Some(Self::FirstPhoto),
            _ if name.starts_with("assets/editor/") => Some(Self::Editor),
            // A chunk is what the lesson has in common with what comes later.
            _ if name.starts_with("part-stage") || name.starts_with("part-chunk") => Some(Self::Lesson),
            _ if name.starts_with("part-services") => Some(Self::Beyond),
            // The loader of the parts is named by the main script, which waits for it.
            _ if name.starts_with("part-") && !name.ends_with(".js") => None,
            _ if font || !name.contains('/') => Some(Self::Entrance),
            _ => None,
        }
    }

    const fn title(self) -> &'static str {
        match self {
            Self::Entrance => "first load",
            Self::Lesson => "then, while it is read",
            Self::FirstPhoto => "with the first photo",
            Self::Beyond => "beyond a first lesson, when asked for",
            Self::Editor => "the editor, when code is opened",
        }
    }
}

/// Sizes in bytes after brotli at quality 11.
#[derive(Debug, Default)]
pub struct Weight {
    first_load: usize,
    lesson: usize,
    function: usize,
    beyond: usize,
    editor: usize,
}

impl Weight {
    fn sums(&self) -> [(&'static str, usize, usize); 5] {
        [
            ("the first load", self.first_load, FIRST_LOAD_LIMIT),
            ("the first load with the function", self.first_load + self.function, WITH_FUNCTION_LIMIT),
            ("all of a first photo's way", self.first_load + self.lesson + self.function, FIRST_PHOTO_LIMIT),
            ("what the rest of the services adds", self.beyond, BEYOND_LIMIT),
            ("the editor, with all its languages", self.editor, EDITOR_LIMIT),
        ]
    }

    /// An error when a limit is passed, with what to do about it.
    pub fn check(&self) -> Outcome<()> {
        for (name, size, limit) in self.sums() {
            if size > limit {
                return Err(Failure::new(
                    format!("{name} is {}, and may be {}", say::kilobytes(size), say::kilobytes(limit)),
                    "Look at the list above for what grew. `cargo tree` shows a new dependency, `twiggy top` the\n\
                     largest functions; what is not needed at once belongs to a part of its own: see src/parts.rs.",
                ));
            }
        }
        Ok(())
    }
}

/// Prints each file that a first photo needs, and the totals. Compressing takes seconds, so the list is kept.
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
    let mut weight = Weight::default();
    for wanted in Wanted::ALL {
        println!("\n  {:<44} {:>10} {:>10}", wanted.title(), "plain", "brotli");
        for line in text.lines() {
            let mut cells = line.split('\t');
            let name = cells.next().unwrap_or_default();
            if Wanted::of(name) != Some(wanted) {
                continue;
            }
            let mut number = || cells.next().and_then(|cell| cell.parse().ok()).unwrap_or(0_usize);
            let (raw, packed) = (number(), number());
            *match wanted {
                Wanted::Entrance => &mut weight.first_load,
                Wanted::Lesson => &mut weight.lesson,
                Wanted::FirstPhoto => &mut weight.function,
                Wanted::Beyond => &mut weight.beyond,
                Wanted::Editor => &mut weight.editor,
            } += packed;
            println!("  {name:<44} {:>10} {:>10}", say::size(raw), say::size(packed));
        }
    }
    println!();
    for (name, size, limit) in weight.sums() {
        println!("  {name:<44} {:>21} of {}", say::kilobytes(size), say::kilobytes(limit));
    }
    println!();
    Ok(weight)
}

fn measure(dist: &Path) -> Outcome<Vec<(String, usize, usize)>> {
    let mut rows = Vec::new();
    for file in workspace::files(dist)? {
        let name = workspace::web_path(dist, &file);
        if Wanted::of(&name).is_some() {
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
