//! Reading a lesson as a teacher writes it, and telling all that is wrong with it.

mod package;
mod predict;

use std::collections::BTreeMap;

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag, TagEnd, html};

use super::{Check, Lesson, Package, Step};
use crate::check::Statement;
use crate::diagnostic::Diagnostic;

/// The file's name in diagnostics.
const FILE: &str = "lesson.md";

impl Lesson {
    /// Reads a lesson from its folder's files, by their paths in it: once for each language that the learner may choose.
    ///
    /// # Errors
    /// All that is wrong with it, by file and line.
    pub fn parse(folder: &str, files: &BTreeMap<String, String>) -> Result<Vec<Self>, Vec<Diagnostic>> {
        let text = files.get(FILE).map_or("", String::as_str);
        let mut reader = Reader { diagnostics: Vec::new(), text };
        let (front, body_at) = reader.front_matter();
        let lesson = reader.header(folder, &front);
        let lessons = if lesson.languages.is_empty() {
            vec![reader.written(lesson, body_at, files)]
        } else {
            let languages = lesson.languages.clone();
            let one = |language: &String| {
                let lesson = Self { id: format!("{folder}/{language}"), ..lesson.clone() };
                reader.written(lesson, body_at, files)
            };
            languages.iter().map(one).collect()
        };
        // What is wrong in the text is wrong in each language.
        let mut told = Vec::new();
        for diagnostic in reader.diagnostics {
            if !told.contains(&diagnostic) {
                told.push(diagnostic);
            }
        }
        if told.is_empty() { Ok(lessons) } else { Err(told) }
    }
}

struct Reader<'a> {
    text: &'a str,
    diagnostics: Vec<Diagnostic>,
}

impl<'a> Reader<'a> {
    fn refuse(&mut self, line: usize, text: impl Into<String>) {
        self.diagnostics.push(Diagnostic::new(FILE, line, text));
    }

    fn line_of(&self, offset: usize) -> usize {
        self.text[..offset.min(self.text.len())].matches('\n').count() + 1
    }

    /// The `key: value` lines between `---`, and where the text after them begins.
    fn front_matter(&mut self) -> (Vec<(usize, &'a str, &'a str)>, usize) {
        let Some(rest) = self.text.strip_prefix("---\n") else {
            self.refuse(1, "a lesson begins with a line \"---\", then lines such as \"title: A photo becomes a thumbnail\", then \"---\"");
            return (Vec::new(), 0);
        };
        let Some(end) = rest.find("\n---\n") else {
            self.refuse(1, "the lines at the top of the lesson do not end: add a line \"---\" after them");
            return (Vec::new(), 0);
        };
        let mut fields = Vec::new();
        for (index, line) in rest[..end].lines().enumerate() {
            match line.split_once(':') {
                Some((key, value)) => fields.push((index + 2, key.trim(), value.trim())),
                None if line.trim().is_empty() => {}
                None => self.refuse(index + 2, format!("\"{line}\" is not of the form \"key: value\"")),
            }
        }
        (fields, 4 + end + 5)
    }

    /// The lesson with its steps, and with what its world is built from: in the folder of its language, if it has one.
    fn written(&mut self, mut lesson: Lesson, body_at: usize, files: &BTreeMap<String, String>) -> Lesson {
        lesson.steps = self.steps(body_at, &lesson);
        if lesson.steps.is_empty() {
            self.refuse(1, "a lesson needs at least one step: a line that begins with \"## \"");
        }
        let within = lesson.language().map_or_else(String::new, |language| format!("{language}/"));
        let path = format!("{within}template.yaml");
        let Some(template) = files.get(&path) else {
            self.refuse(1, format!("there is no {path} that builds the lesson's world"));
            return lesson;
        };
        for diagnostic in cloud::services::cloudformation::diagnose(template) {
            self.diagnostics.push(Diagnostic::new(&path, diagnostic.line as usize, diagnostic.text));
        }
        lesson.template.clone_from(template);
        for (index, line) in template.lines().enumerate() {
            let Some(uri) = line.trim().strip_prefix("CodeUri:") else { continue };
            let code = format!("{within}{}/", uri.trim().trim_end_matches('/'));
            let own = files.iter().filter_map(|(path, text)| Some((path.strip_prefix(&code)?, text.as_str())));
            let own: Vec<(&str, &str)> = own.collect();
            // A function in Rust is built with the project.
            if own.is_empty() {
                continue;
            }
            match package::zip(&own) {
                Ok(zip) => {
                    let key = code.trim_end_matches('/').rsplit('/').next().unwrap_or_default().to_owned();
                    lesson.packages.push(Package { key, zip });
                }
                Err(error) => self.diagnostics.push(Diagnostic::new(
                    &path,
                    index + 1,
                    format!("the files of {code} cannot be put into a zip: {error}"),
                )),
            }
        }
        lesson
    }

    fn header(&mut self, id: &str, front: &[(usize, &str, &str)]) -> Lesson {
        let mut lesson = Lesson {
            id: id.to_owned(),
            number: 1,
            of: 1,
            title: String::new(),
            part: String::new(),
            minutes: 0,
            seed: 1,
            languages: Vec::new(),
            upload: None,
            compute_ms: Vec::new(),
            template: String::new(),
            packages: Vec::new(),
            steps: Vec::new(),
        };
        for (line, key, value) in front {
            match *key {
                "title" => lesson.title = (*value).to_owned(),
                "part" => lesson.part = (*value).to_owned(),
                "minutes" => lesson.minutes = self.whole(*line, key, value) as u32,
                "seed" => lesson.seed = self.whole(*line, key, value),
                "compute_ms" => {
                    lesson.compute_ms = value.split_whitespace().map(|word| self.whole(*line, key, word)).collect();
                }
                "languages" => lesson.languages = value.split_whitespace().map(str::to_owned).collect(),
                "upload" => match value.split_once(' ') {
                    Some((bucket, prefix)) => lesson.upload = Some((bucket.to_owned(), prefix.trim().to_owned())),
                    None => lesson.upload = Some(((*value).to_owned(), String::new())),
                },
                other => self.refuse(
                    *line,
                    format!(
                        "\"{other}\" is not known here; known are title, part, minutes, seed, languages, upload and compute_ms"
                    ),
                ),
            }
        }
        for (key, missing) in [("title", lesson.title.is_empty()), ("part", lesson.part.is_empty())] {
            if missing {
                self.refuse(1, format!("the lines at the top lack \"{key}\""));
            }
        }
        lesson
    }

    fn whole(&mut self, line: usize, key: &str, text: &str) -> u64 {
        text.parse().unwrap_or_else(|_| {
            self.refuse(line, format!("\"{key}\" needs a whole number, and \"{text}\" is none"));
            0
        })
    }

    /// The steps, without the code that is in another language than the lesson's.
    fn steps(&mut self, body_at: usize, lesson: &Lesson) -> Vec<Step> {
        let body = &self.text[body_at..];
        let mut steps: Vec<Step> = Vec::new();
        let mut events: Vec<Event<'a>> = Vec::new();
        let mut parser = Parser::new_ext(body, Options::ENABLE_STRIKETHROUGH).into_offset_iter();
        while let Some((event, range)) = parser.next() {
            let line = self.line_of(body_at + range.start);
            match event {
                Event::Start(Tag::Heading { level: HeadingLevel::H2, .. }) => {
                    close(&mut steps, &mut events);
                    steps.push(Step { title: text_until_end(&mut parser), ..Step::default() });
                }
                Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(kind)))
                    if matches!(&*kind, "check" | "predict" | "hint") =>
                {
                    let text = text_until_end(&mut parser);
                    match steps.last_mut() {
                        Some(step) => self.block(&kind, line, &text, step),
                        None => self.refuse(
                            line,
                            format!("this {kind} stands before the first step: put a \"## \" heading above it"),
                        ),
                    }
                }
                Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(kind)))
                    if lesson.languages.iter().any(|one| **one == *kind) && lesson.language() != Some(&*kind) =>
                {
                    text_until_end(&mut parser);
                }
                // A lesson is text: what looks like HTML is shown, never run.
                Event::Html(text) | Event::InlineHtml(text) => events.push(Event::Text(text)),
                event => events.push(event),
            }
        }
        close(&mut steps, &mut events);
        steps
    }

    fn block(&mut self, kind: &str, line: usize, text: &str, step: &mut Step) {
        match kind {
            "hint" => step.hint = Some(markdown(text)),
            "predict" => match predict::parse(text) {
                Ok(prediction) => step.prediction = Some(prediction),
                Err((offset, reason)) => self.refuse(line + 1 + offset, reason),
            },
            _ => {
                let mut lines = text.lines();
                let title = lines.next().unwrap_or_default().trim().to_owned();
                match Statement::parse(lines.next().unwrap_or_default()) {
                    Ok(statement) => step.checks.push(Check { title, statement }),
                    Err(reason) => self.refuse(line + 2, reason),
                }
            }
        }
    }
}

/// Gives the text gathered so far to the step that is open. What stands before the first step is an introduction
/// that only the file's reader sees.
fn close(steps: &mut [Step], events: &mut Vec<Event<'_>>) {
    let gathered = std::mem::take(events);
    if let Some(step) = steps.last_mut() {
        html::push_html(&mut step.html, gathered.into_iter());
    }
}

fn text_until_end<'a>(parser: &mut impl Iterator<Item = (Event<'a>, std::ops::Range<usize>)>) -> String {
    let mut text = String::new();
    for (event, _) in parser {
        match event {
            Event::Text(part) | Event::Code(part) => text.push_str(&part),
            Event::SoftBreak | Event::HardBreak => text.push('\n'),
            Event::End(TagEnd::Heading(_) | TagEnd::CodeBlock) => break,
            _ => {}
        }
    }
    text
}

/// Markdown as HTML, with HTML inside it shown rather than run.
fn markdown(text: &str) -> String {
    let mut out = String::new();
    let events = Parser::new(text).map(|event| match event {
        Event::Html(text) | Event::InlineHtml(text) => Event::Text(text),
        event => event,
    });
    html::push_html(&mut out, events);
    out
}
