//! Whether every ink can be read on every surface, in both themes, by WCAG's formula: 4.5 for text, 3 for
//! lines and shapes that mean something.

use std::collections::BTreeMap;

use crate::tree;

const TEXT: f64 = 4.5;
const LINE: f64 = 3.0;

const SURFACES: &[&str] = &["ground", "page", "plate", "well"];
const INKS: &[&str] = &["ink", "ink-2", "ink-3", "signal-ink", "ice-ink", "ok", "fail", "slow"];
const CODE: &[&str] = &["code-key", "code-string", "code-number", "code-keyword", "code-comment"];
const FAMILIES: &[&str] = &["storage", "compute", "database", "integration", "observability", "client"];
/// Borders of controls, the playhead, the hatch, focus: seen, not read.
const LINES: &[&str] = &["line-3", "signal", "ice", "focus"];
/// A text and the ground it always stands on.
const PAIRS: &[(&str, &str)] = &[
    ("on-ink", "ink"),
    ("on-signal", "signal"),
    ("signal-ink", "signal-tint"),
    ("ice-ink", "ice-tint"),
    ("ok", "ok-tint"),
    ("fail", "fail-tint"),
    ("slow", "slow-tint"),
    ("ink", "raised"),
    ("ink-2", "raised"),
    ("ink", "signal-tint"),
    ("ink", "ice-tint"),
];

#[test]
fn every_ink_can_be_read_in_both_themes() {
    let sheet = tree::text("static/css/tokens.css").expect("static/css/tokens.css is there");
    let tokens = tokens(&sheet);
    let mut wanted: Vec<(&str, &str, f64)> = PAIRS.iter().map(|&(ink, on)| (ink, on, TEXT)).collect();
    for &surface in SURFACES {
        wanted.extend(INKS.iter().chain(CODE).chain(FAMILIES).map(|&ink| (ink, surface, TEXT)));
        wanted.extend(LINES.iter().map(|&line| (line, surface, LINE)));
    }
    let mut faults = Vec::new();
    for (ink, surface, least) in wanted {
        let (Some(over), Some(under)) = (tokens.get(ink), tokens.get(surface)) else {
            faults.push(format!("--{ink} or --{surface} is missing, or is not written light-dark(#rrggbb, #rrggbb)"));
            continue;
        };
        for (theme, over, under) in [("light", over.0, under.0), ("dark", over.1, under.1)] {
            let contrast = contrast(over, under);
            if contrast < least {
                faults.push(format!("--{ink} on --{surface}, {theme}: {contrast:.2}, wanted {least}"));
            }
        }
    }
    tree::none(&faults, "Make the ink darker by day or lighter by night in static/css/tokens.css.");
}

#[test]
fn the_formula_is_wcags() {
    assert!((contrast([0, 0, 0], [255, 255, 255]) - 21.0).abs() < 0.01);
    assert!((contrast([0x77, 0x77, 0x77], [255, 255, 255]) - 4.48).abs() < 0.01);
}

type Colour = [u8; 3];

/// Every token written as `--name: light-dark(#rrggbb, #rrggbb)`; the first of a name counts, because later
/// ones are for the projector.
fn tokens(sheet: &str) -> BTreeMap<&str, (Colour, Colour)> {
    let mut tokens = BTreeMap::new();
    for line in sheet.lines() {
        let Some((name, value)) = line.trim().strip_prefix("--").and_then(|line| line.split_once(':')) else {
            continue;
        };
        let pair = value.trim().strip_prefix("light-dark(").and_then(|rest| rest.split_once(')'));
        let Some((light, dark)) = pair.and_then(|(pair, _)| pair.split_once(',')) else { continue };
        if let (Some(light), Some(dark)) = (colour(light), colour(dark)) {
            tokens.entry(name).or_insert((light, dark));
        }
    }
    tokens
}

fn colour(text: &str) -> Option<Colour> {
    let hex = text.trim().strip_prefix('#').filter(|hex| hex.len() == 6)?;
    let part = |at: usize| u8::from_str_radix(hex.get(at..at + 2)?, 16).ok();
    Some([part(0)?, part(2)?, part(4)?])
}

fn contrast(one: Colour, other: Colour) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

fn luminance(colour: Colour) -> f64 {
    let [red, green, blue] = colour.map(|part| {
        let part = f64::from(part) / 255.0;
        if part <= 0.040_45 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
    });
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}
