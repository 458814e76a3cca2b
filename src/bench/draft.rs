//! What the bench edits: a function's code, runtime and handler, deployed or not yet. Pure.

use cloud::services::lambda::Function;
use serde_json::{Value, json};

use crate::widgets::editor::{Held, Library};

/// The runtimes that can be chosen, and what they run on here.
pub const RUNTIMES: [(&str, &str); 6] = [
    ("python3.14", "Python 3.14"),
    ("python3.13", "Python 3.13; runs on 3.14 here"),
    ("python3.12", "Python 3.12; runs on 3.14 here"),
    ("nodejs24.x", "Node.js 24"),
    ("nodejs22.x", "Node.js 22; runs on 24 here"),
    ("nodejs20.x", "Node.js 20; runs on 24 here"),
];

/// One file of a package.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Its path within the package.
    pub name: String,
    /// What it holds.
    pub held: Held,
}

/// Where a function's code comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// Files of a package.
    Files(Vec<File>),
    /// One of the functions in Rust, by its name.
    Rust(String),
}

/// Code with what it needs to run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// The runtime.
    pub runtime: String,
    /// The handler.
    pub handler: String,
    /// The code.
    pub source: Source,
}

impl Default for Draft {
    fn default() -> Self {
        Self { runtime: String::new(), handler: String::new(), source: Source::Files(Vec::new()) }
    }
}

impl Draft {
    /// What `function` runs. A package that is no zip has no files.
    pub fn of(function: &Function, library: &Library) -> Self {
        let source = match &function.package {
            None => Source::Rust(function.code.to_string()),
            Some(package) => {
                let files = library.unzip(package).unwrap_or_default();
                Source::Files(files.into_iter().map(|(name, held)| File { name, held }).collect())
            }
        };
        Self { runtime: function.runtime.to_string(), handler: function.handler.to_string(), source }
    }

    /// Its files; none when it is in Rust.
    pub fn files(&self) -> &[File] {
        match &self.source {
            Source::Files(files) => files,
            Source::Rust(_) => &[],
        }
    }

    /// The text of the file called `name`; none when there is none or it is no text.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.files().iter().find(|file| file.name == name).and_then(|file| match &file.held {
            Held::Text(text) => Some(text.as_str()),
            Held::Bytes(_) => None,
        })
    }

    /// Changes the text of the file called `name`.
    pub fn write(&mut self, name: &str, text: String) {
        if let Source::Files(files) = &mut self.source
            && let Some(file) = files.iter_mut().find(|file| file.name == name)
        {
            file.held = Held::Text(text);
        }
    }

    /// The file that the handler is in; the first when there is none of that name.
    pub fn main_file(&self) -> Option<&str> {
        let module = self.handler.rsplit_once('.').map_or("", |(module, _)| module);
        let files = self.files();
        let main = files.iter().find(|file| file.name.rsplit_once('.').is_some_and(|(stem, _)| stem == module));
        main.or(files.first()).map(|file| file.name.as_str())
    }

    /// Its text files as JSON, to be kept by the browser; what is no text stays as it is deployed.
    pub fn to_json(&self) -> Value {
        let file = |file: &File| match &file.held {
            Held::Text(text) => json!([file.name, text]),
            Held::Bytes(_) => json!([file.name]),
        };
        match &self.source {
            Source::Files(files) => {
                json!({"runtime": self.runtime, "handler": self.handler, "files": files.iter().map(file).collect::<Vec<_>>()})
            }
            Source::Rust(name) => json!({"runtime": self.runtime, "handler": self.handler, "rust": name}),
        }
    }

    /// What was kept, with what is no text from `deployed`; none when it cannot be read.
    pub fn from_json(kept: &Value, deployed: &Self) -> Option<Self> {
        let text = |name: &str| kept[name].as_str().map(str::to_owned);
        let source = match text("rust") {
            Some(name) => Source::Rust(name),
            None => {
                let file = |entry: &Value| {
                    let name = entry[0].as_str()?.to_owned();
                    let held = match entry[1].as_str() {
                        Some(text) => Held::Text(text.to_owned()),
                        None => deployed.files().iter().find(|file| file.name == name)?.held.clone(),
                    };
                    Some(File { name, held })
                };
                Source::Files(kept["files"].as_array()?.iter().map(file).collect::<Option<_>>()?)
            }
        };
        Some(Self { runtime: text("runtime")?, handler: text("handler")?, source })
    }
}

/// The editor's name for the language of a file.
#[must_use]
pub fn language(file: &str) -> &'static str {
    match file.rsplit_once('.').map_or("", |(_, end)| end) {
        "py" => "python",
        "js" | "mjs" | "cjs" => "javascript",
        "json" => "json",
        _ => "text",
    }
}

/// What is wrong with `name` for a file beside `others`; none when nothing is.
#[must_use]
pub fn wrong_name(name: &str, others: &[File]) -> Option<String> {
    if name.is_empty() {
        return Some("A name is missing.".to_owned());
    }
    let part = |part: &str| !part.is_empty() && part != "." && part != "..";
    let fits = name.chars().all(|letter| letter.is_ascii_alphanumeric() || "._-/".contains(letter));
    if !fits || !name.split('/').all(part) {
        return Some(format!("{name} is no name: letters, digits, dots, dashes and _, with / between folders."));
    }
    others.iter().any(|file| file.name == name).then(|| format!("{name} is there already."))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft() -> Draft {
        let file = |name: &str, text: &str| File { name: name.to_owned(), held: Held::Text(text.to_owned()) };
        let picture = File { name: "logo.png".to_owned(), held: Held::Bytes([1, 2].as_slice().into()) };
        let source = Source::Files(vec![file("app.py", "a"), file("lib/tools.py", "b"), picture]);
        Draft { runtime: "python3.14".to_owned(), handler: "lib/tools.handler".to_owned(), source }
    }

    #[test]
    fn the_handlers_file_is_opened_first() {
        assert_eq!(draft().main_file(), Some("lib/tools.py"));
        assert_eq!(Draft { handler: "gone.handler".to_owned(), ..draft() }.main_file(), Some("app.py"));
    }

    #[test]
    fn what_is_kept_comes_back_whole() {
        assert_eq!(Draft::from_json(&draft().to_json(), &draft()), Some(draft()));
        assert_eq!(Draft::from_json(&draft().to_json(), &Draft::default()), None, "its picture is gone");
        let rust = Draft { source: Source::Rust("thumbnail".to_owned()), ..draft() };
        assert_eq!(Draft::from_json(&rust.to_json(), &draft()), Some(rust));
    }

    #[test]
    fn names_of_files_stay_within_the_package() {
        for name in ["", "../up.py", "/top.py", "a b.py", "app.py", "a//b.py"] {
            assert!(wrong_name(name, draft().files()).is_some(), "{name:?} is no new name");
        }
        assert_eq!(wrong_name("lib/more.py", draft().files()), None);
    }
}
