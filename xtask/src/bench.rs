//! `cargo xtask bench`: measures, prints a table, and writes `BENCHMARKS.md` with the date.
//!
//! A bench is any program that prints JSON lines: `{"name": "put 5 MB", "value": 1.9, "unit": "ms", "goal": 5}`.
//! `goal` may be left out; `"better": "higher"` turns the comparison round. Other lines pass to the terminal.
//! Native ones are `--bin bench` of the tests crate, browser ones each `tests/bench/*.mjs`, which is given the
//! built page's folder and finds its browser in `CHROMIUM`. The server's is `tests/bench/emulators.py`, which is given the
//! server's program and drives it beside other emulators.

use std::fmt::Write as _;

use serde_json::Value;
use time::OffsetDateTime;

use crate::process;
use crate::say::{self, Failure, Outcome};
use crate::{browser, build, server, trained, workspace};

struct Row {
    kind: &'static str,
    name: String,
    value: f64,
    unit: String,
    goal: Option<f64>,
    higher_is_better: bool,
}

impl Row {
    fn met(&self) -> Option<bool> {
        let goal = self.goal?;
        Some(if self.higher_is_better { self.value >= goal } else { self.value <= goal })
    }
}

/// Runs the benches of one kind or all.
pub fn bench(only: Option<&str>) -> Outcome<()> {
    let mut rows = Vec::new();
    if only.is_none_or(|only| only == "native") {
        rows.extend(say::step("Native benches", native)?);
    }
    if only.is_none_or(|only| only == "browser") {
        build::build()?;
        rows.extend(say::step("Browser benches", in_browser)?);
    }
    if only.is_none_or(|only| only == "server") {
        rows.extend(say::step("The server's benches", of_server)?);
    }
    if rows.is_empty() {
        return Err(Failure::new(
            "no bench printed a measurement",
            "Benches are tests/src/bin/bench.rs and tests/bench/*.mjs and *.py; --only takes native, browser or server.",
        ));
    }
    println!("\n{}", table(&rows));
    let path = workspace::root().join("BENCHMARKS.md");
    let before = std::fs::read_to_string(&path).unwrap_or_default();
    workspace::write(&path, page(&before, &rows, &measured()).as_bytes())?;
    say::note("written to BENCHMARKS.md");
    Ok(())
}

fn native() -> Outcome<Vec<Row>> {
    if !workspace::root().join("tests/src/bin/bench.rs").is_file() {
        say::note("none yet: tests/src/bin/bench.rs");
        return Ok(Vec::new());
    }
    let mut cargo = process::command("cargo")?;
    cargo.args(["run", "--quiet", "--package", "tests", "--profile", "fast", "--bin", "bench"]);
    let text = process::output(&mut cargo, "Mend what the bench says above.")?;
    Ok(parse("native", &text))
}

fn in_browser() -> Outcome<Vec<Row>> {
    let folder = workspace::root().join("tests/bench");
    let mut scripts = workspace::files(&folder)?;
    scripts.retain(|file| file.parent() == Some(&folder) && file.extension().is_some_and(|end| end == "mjs"));
    if scripts.is_empty() {
        say::note("none yet: tests/bench/*.mjs");
        return Ok(Vec::new());
    }
    let browser = browser::find_or_install()?;
    let page = server::built_page()?;
    let mut rows = Vec::new();
    for script in scripts {
        say::note(workspace::web_path(&workspace::root(), &script));
        let mut node = process::command("node")?;
        node.arg(&script).arg(&page).env("CHROMIUM", &browser);
        let text = process::output(&mut node, "Mend what the bench says above.")?;
        rows.extend(parse("browser", &text));
    }
    Ok(rows)
}

fn of_server() -> Outcome<Vec<Row>> {
    let serve = trained::server()?;
    let mut python = process::command("python3")?;
    python.arg("tests/bench/emulators.py").arg(serve);
    let text = process::output(&mut python, "Linux, Python with venv, and npm are wanted; mend what is said above.")?;
    Ok(parse("server", &text))
}

fn parse(kind: &'static str, text: &str) -> Vec<Row> {
    let mut rows = Vec::new();
    for line in text.lines() {
        match row(kind, line) {
            Some(row) => rows.push(row),
            None => say::note(line),
        }
    }
    rows
}

fn row(kind: &'static str, line: &str) -> Option<Row> {
    let line: Value = serde_json::from_str(line).ok()?;
    Some(Row {
        kind,
        name: line.get("name")?.as_str()?.to_owned(),
        value: line.get("value")?.as_f64()?,
        unit: line.get("unit")?.as_str()?.to_owned(),
        goal: line.get("goal").and_then(Value::as_f64),
        higher_is_better: line.get("better").and_then(Value::as_str) == Some("higher"),
    })
}

fn table<'a>(rows: impl IntoIterator<Item = &'a Row>) -> String {
    let mut text = String::from("| what | measured | goal | met |\n| --- | ---: | ---: | --- |\n");
    for row in rows {
        let sign = if row.higher_is_better { "≥" } else { "≤" };
        let goal = row.goal.map_or_else(String::new, |goal| format!("{sign} {} {}", figures(goal), row.unit));
        let met = match row.met() {
            None => "",
            Some(true) => "yes",
            Some(false) => "**no**",
        };
        let value = format!("{} {}", figures(row.value), row.unit);
        writeln!(text, "| {} | {value} | {goal} | {met} |", row.name).expect("writing to a string cannot fail");
    }
    text
}

/// Three figures say all that a measurement knows.
fn figures(value: f64) -> String {
    let decimals = match value.abs() {
        0.0 => 0,
        below if below < 0.1 => 4,
        below if below < 10.0 => 2,
        below if below < 100.0 => 1,
        _ => 0,
    };
    let text = format!("{value:.decimals$}");
    if text.contains('.') {
        return text.trim_end_matches('0').trim_end_matches('.').to_owned();
    }
    text
}

/// The kinds of benches, in the order of the page, each with its section's title.
const SECTIONS: [(&str, &str); 3] = [("native", "Native"), ("browser", "In the browser"), ("server", "The server")];

/// When and where, as a section says it.
fn measured() -> String {
    let date = OffsetDateTime::now_utc().date();
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    format!(
        "{}-{:02}-{:02}, {} {}, {cores} cores.",
        date.year(),
        u8::from(date.month()),
        date.day(),
        std::env::consts::OS,
        std::env::consts::ARCH,
    )
}

/// The page: what was measured now in its sections, the other sections as they were `before`.
fn page(before: &str, rows: &[Row], measured: &str) -> String {
    let mut text = "# Benchmarks\n\nMeasured by `cargo xtask bench`, each section when it says. Medians.\n".to_owned();
    for (kind, title) in SECTIONS {
        let heading = format!("\n## {title}\n");
        let now: Vec<&Row> = rows.iter().filter(|row| row.kind == kind).collect();
        let section = if now.is_empty() {
            let kept = before.split_once(&heading).map(|(_, rest)| rest.split("\n## ").next().unwrap_or_default());
            kept.map(str::to_owned)
        } else {
            Some(format!("\n{measured}\n\n{}", table(now)))
        };
        if let Some(section) = section {
            text.push_str(&heading);
            text.push_str(&section);
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_becomes_a_row() {
        let line = r#"{"name": "cold start", "value": 41.234, "unit": "ms", "goal": 50}"#;
        let text = table(&parse("native", line));
        assert!(text.ends_with("| cold start | 41.2 ms | ≤ 50 ms | yes |\n"), "{text}");
    }

    #[test]
    fn more_may_be_better() {
        let line = r#"{"name": "hops", "value": 900, "unit": "/s", "goal": 1000, "better": "higher"}"#;
        assert_eq!(row("native", line).and_then(|row| row.met()), Some(false));
    }

    #[test]
    fn a_section_is_written_anew_and_the_others_stay() {
        let line = |value: u32| format!(r#"{{"name": "it", "value": {value}, "unit": "ms"}}"#);
        let both = [parse("native", &line(1)), parse("server", &line(2))].into_iter().flatten().collect::<Vec<_>>();
        let first = page("", &both, "Monday.");
        let second = page(&first, &parse("native", &line(3)), "Tuesday.");
        assert!(second.contains("## Native\n\nTuesday.") && second.contains("| it | 3 ms"), "{second}");
        assert!(second.contains("## The server\n\nMonday.") && second.contains("| it | 2 ms"), "{second}");
        assert_eq!(page(&second, &parse("native", &line(3)), "Tuesday."), second);
    }
}
