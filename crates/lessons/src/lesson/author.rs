//! Reading a lesson as a teacher writes it, and telling all that is wrong with it.

mod predict;

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag, TagEnd, html};

use super::{Check, Lesson, Step};
use crate::check::Statement;
use crate::diagnostic::Diagnostic;

/// The file's name in diagnostics.
const FILE: &str = "lesson.md";

impl Lesson {
    /// Reads a lesson from its two files.
    ///
    /// # Errors
    /// All that is wrong with it, by line.
    pub fn parse(id: &str, text: &str, template: &str) -> Result<Self, Vec<Diagnostic>> {
        let mut reader = Reader { diagnostics: Vec::new(), text };
        let (front, body_at) = reader.front_matter();
        let mut lesson = reader.header(id, &front, template);
        lesson.steps = reader.steps(body_at);
        if lesson.steps.is_empty() {
            reader.refuse(1, "a lesson needs at least one step: a line that begins with \"## \"");
        }
        for diagnostic in cloud::services::cloudformation::diagnose(template) {
            reader.diagnostics.push(Diagnostic::new("template.yaml", diagnostic.line as usize, diagnostic.text));
        }
        if reader.diagnostics.is_empty() { Ok(lesson) } else { Err(reader.diagnostics) }
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

    fn header(&mut self, id: &str, front: &[(usize, &str, &str)], template: &str) -> Lesson {
        let mut lesson = Lesson {
            id: id.to_owned(),
            title: String::new(),
            part: String::new(),
            minutes: 0,
            seed: 1,
            upload: (String::new(), String::new()),
            compute_ms: Vec::new(),
            template: template.to_owned(),
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
                "upload" => match value.split_once(' ') {
                    Some((bucket, prefix)) => lesson.upload = (bucket.to_owned(), prefix.trim().to_owned()),
                    None => lesson.upload = ((*value).to_owned(), String::new()),
                },
                other => self.refuse(
                    *line,
                    format!(
                        "\"{other}\" is not known here; known are title, part, minutes, seed, upload and compute_ms"
                    ),
                ),
            }
        }
        for (key, missing) in [
            ("title", lesson.title.is_empty()),
            ("part", lesson.part.is_empty()),
            ("upload", lesson.upload.0.is_empty()),
        ] {
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

    fn steps(&mut self, body_at: usize) -> Vec<Step> {
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
