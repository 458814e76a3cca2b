//! What a file looks like, and what may not be written down in one.

use crate::tree;

/// A file beyond this is split; 60 to 250 lines are usual, and 400 deserve a second look.
const LINES: usize = 600;

#[test]
fn every_rust_file_says_what_it_is_for() {
    let faults: Vec<String> = tree::paths()
        .into_iter()
        .filter(|path| path.ends_with(".rs"))
        .filter(|path| !tree::text(path).is_some_and(|text| text.starts_with("//!")))
        .collect();
    tree::none(&faults, "Open these with `//!`: the file's job, and what it must not know.");
}

#[test]
fn no_file_is_longer_than_it_can_be_read() {
    let written = [".rs", ".js", ".mjs", ".css", ".py", ".html"];
    let faults: Vec<String> = tree::paths()
        .into_iter()
        .filter(|path| written.iter().any(|end| path.ends_with(end)))
        .filter_map(|path| {
            let lines = tree::text(&path)?.lines().count();
            (lines > LINES).then(|| format!("{path} has {lines} lines"))
        })
        .collect();
    tree::none(&faults, "Split at 600 lines: one operation, one component or one idea a file.");
}

#[test]
fn no_path_of_a_machine_is_written_down() {
    // Put together here, so that this file does not find itself.
    let homes = [["/wo", "rk/"], ["/ro", "ot/"], ["/ho", "me/"], ["/Use", "rs/"]].map(|parts| parts.concat());
    // Homes inside a sandbox: these are the same for everyone.
    let allowed = ["pyodide", "web_user", "sbx_user"];
    let mut faults = Vec::new();
    for path in tree::paths() {
        let text = tree::text(&path).unwrap_or_default();
        for (number, line) in text.lines().enumerate() {
            for home in &homes {
                let found = line.match_indices(home.as_str()).any(|(at, _)| {
                    // Part of a longer path or of an address is no machine's.
                    let inside =
                        line[..at].ends_with(|before: char| before.is_alphanumeric() || "._-}".contains(before));
                    !inside && !allowed.iter().any(|name| line[at + home.len()..].starts_with(name))
                });
                if found {
                    faults.push(format!("{path}:{}: {}", number + 1, line.trim()));
                }
            }
        }
    }
    tree::none(&faults, "Write paths relative to the project, or ask the system for its folders.");
}

#[test]
fn the_sources_of_the_page_stay_on_its_host() {
    // Fonts, scripts and pictures from elsewhere would tell others who learns, and fail offline.
    let mut faults = Vec::new();
    for path in tree::paths() {
        let page =
            path == "index.html" || path.starts_with("static/") || path.starts_with("src/") && path.ends_with(".css");
        if !page || path.starts_with("static/samples/") {
            continue;
        }
        for line in tree::text(&path).unwrap_or_default().lines() {
            let fetched = ["src=\"http", "href=\"http", "url(http", "url(\"http", "@import \"http", "from 'http"];
            if fetched.iter().any(|form| line.contains(form)) {
                faults.push(format!("{path}: {}", line.trim()));
            }
        }
    }
    tree::none(&faults, "Bring the file along: npm for fonts, static/ for the rest.");
}

#[test]
fn native_programs_unwind() {
    // The page's target aborts whatever stands here; a server that aborts ends with the first function that panics.
    let manifest = tree::text("Cargo.toml").unwrap_or_default();
    let faults: Vec<String> =
        manifest.lines().filter(|line| line.trim_start().starts_with("panic")).map(str::to_owned).collect();
    tree::none(&faults, "Leave `panic` out of the profiles of Cargo.toml.");
}
