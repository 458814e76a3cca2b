//! Which crate may know which: page → lessons → cloud; serve → cloud; tests → all. Nothing imports the page.

use std::collections::{BTreeMap, BTreeSet};

use crate::tree;

/// Each crate of ours with those of ours it may depend on.
const EDGES: &[(&str, &[&str])] = &[
    ("coldstart", &["cloud", "lessons"]),
    ("lessons", &["cloud"]),
    ("cloud", &[]),
    ("functions", &["cloud", "jpeg"]),
    ("imaging", &["jpeg"]),
    ("jpeg", &[]),
    ("serve", &["cloud", "functions"]),
    ("tests", &["cloud", "functions", "lessons", "serve"]),
    ("fuzz", &["cloud", "tests"]),
    ("xtask", &[]),
];

/// What ties a crate to a browser, a machine or a clock. The cloud and the lessons must run anywhere, alike.
const HOSTS: &[&str] = &[
    "chrono",
    "console_error_panic_hook",
    "getrandom",
    "gloo",
    "js-sys",
    "leptos",
    "rand",
    "reqwest",
    "tokio",
    "uuid",
    "wasm-bindgen",
    "wasm-bindgen-futures",
    "web-sys",
];

#[test]
fn crates_know_only_those_below_them() {
    let crates = crates();
    let ours: BTreeSet<&str> = crates.keys().map(String::as_str).collect();
    let mut faults = Vec::new();
    for (name, known) in &crates {
        let Some((_, allowed)) = EDGES.iter().find(|(from, _)| from == name) else {
            faults.push(format!("{name} is not in the list of crates"));
            continue;
        };
        for other in known.iter().filter(|other| ours.contains(other.as_str())) {
            if !allowed.contains(&other.as_str()) {
                faults.push(format!("{name} depends on {other}"));
            }
        }
    }
    tree::none(
        &faults,
        "Move what is needed down to a crate that both may know, or hand it in as a value. A new crate belongs in \
         EDGES, here, with the reason in ARCHITECTURE.md.",
    );
}

#[test]
fn the_cloud_and_the_lessons_know_no_host() {
    let crates = crates();
    let mut faults = Vec::new();
    for name in ["cloud", "lessons"] {
        for dependency in crates.get(name).into_iter().flatten() {
            if HOSTS.contains(&dependency.as_str()) {
                faults.push(format!("{name} depends on {dependency}"));
            }
        }
    }
    tree::none(&faults, "Give the effect out as a value, and let the page or `serve` carry it out.");
}

#[test]
fn the_cloud_bans_what_would_make_two_runs_differ() {
    let rules = tree::text("crates/cloud/clippy.toml").unwrap_or_default();
    let banned = [
        "std::time::Instant",
        "std::time::SystemTime",
        "std::collections::HashMap",
        "std::collections::HashSet",
        "std::thread::spawn",
        "std::fs::File",
    ];
    let missing: Vec<String> = banned.iter().filter(|path| !rules.contains(*path)).map(|s| (*s).to_owned()).collect();
    tree::none(&missing, "Ban these in crates/cloud/clippy.toml again, with the reason and what to use instead.");
}

#[test]
fn protocols_know_shapes_and_not_services() {
    let faults: Vec<String> = tree::paths()
        .into_iter()
        .filter(|path| path.starts_with("crates/cloud/src/protocol/"))
        .filter(|path| tree::text(path).is_some_and(|text| text.contains("crate::services")))
        .collect();
    tree::none(&faults, "A protocol encodes shapes: let the service hand its shape to the protocol.");
}

#[test]
fn only_the_page_knows_leptos() {
    let faults: Vec<String> = tree::paths()
        .into_iter()
        .filter(|path| path.ends_with(".rs") && path.starts_with("crates/"))
        .filter(|path| {
            let text = tree::text(path).unwrap_or_default();
            text.lines().any(|line| line.starts_with("use leptos") || line.starts_with("use web_sys"))
        })
        .collect();
    tree::none(&faults, "Views are plain data in `cloud::view`; what draws them belongs to src/.");
}

/// The crates of the workspace with the names of all their dependencies.
fn crates() -> BTreeMap<String, BTreeSet<String>> {
    let manifests = tree::paths().into_iter().filter(|path| path.ends_with("Cargo.toml"));
    manifests.filter_map(|path| manifest(&tree::text(&path)?)).collect()
}

/// A package's name and its dependencies, from the two forms that our manifests use.
fn manifest(text: &str) -> Option<(String, BTreeSet<String>)> {
    let mut section = "";
    let mut name = None;
    let mut dependencies = BTreeSet::new();
    for line in text.lines().map(str::trim) {
        if let Some(header) = line.strip_prefix('[') {
            section = header.trim_end_matches(']');
            if let Some((_, dependency)) = section.split_once("dependencies.") {
                dependencies.insert(dependency.to_owned());
            }
        } else if section == "package" {
            let value = line.strip_prefix("name = \"").and_then(|rest| rest.strip_suffix('"'));
            name = name.or(value.map(str::to_owned));
        } else if section.ends_with("dependencies") && section != "workspace.dependencies" {
            let end = line.find(['.', ' ', '=']).unwrap_or(0);
            if end > 0 && !line.starts_with('#') {
                dependencies.insert(line[..end].to_owned());
            }
        }
    }
    Some((name?, dependencies))
}
