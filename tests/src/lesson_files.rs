//! Lessons and their solutions, read from their folders.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use cloud::http::Request;
use cloud::identity::Identity;
use cloud::protocol::uri;
use image::ImageFormat;
use lessons::{Command, Lesson};
use serde::Deserialize;

use crate::pictures;

/// The folder of the lessons.
#[must_use]
pub fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../lessons")
}

/// The names of all lessons, in order.
///
/// # Panics
/// When the folder cannot be read.
#[must_use]
pub fn names() -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder())
        .expect("the lessons' folder is there")
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(|name| folder().join(name).join("lesson.md").exists())
        .collect();
    names.sort();
    names
}

/// The lesson in the folder `name`, once for each language that a learner may choose.
///
/// # Panics
/// When it has faults; all of them are told.
#[must_use]
pub fn variants(name: &str) -> Vec<Arc<Lesson>> {
    let mut files = BTreeMap::new();
    texts(&folder().join(name), "", &mut files);
    let lessons = Lesson::parse(name, &files).unwrap_or_else(|faults| {
        let faults: Vec<String> = faults.iter().map(|fault| format!("lessons/{name}/{fault}")).collect();
        panic!("{}", faults.join("\n"))
    });
    lessons.into_iter().map(Arc::new).collect()
}

/// The lesson in the folder `name`, in its first language.
///
/// # Panics
/// When it has faults; all of them are told.
#[must_use]
pub fn lesson(name: &str) -> Arc<Lesson> {
    variants(name).swap_remove(0)
}

/// The names of the lessons whose functions are all in Rust, so that they run without a browser.
#[must_use]
pub fn native() -> Vec<String> {
    let native = |name: &String| variants(name).iter().all(|lesson| lesson.packages.is_empty());
    names().into_iter().filter(native).collect()
}

/// Adds the texts in a folder to `files`, by their paths after `before`.
fn texts(folder: &Path, before: &str, files: &mut BTreeMap<String, String>) {
    for entry in fs::read_dir(folder).expect("a lesson's folder can be read") {
        let entry = entry.expect("a lesson's folder can be read");
        let path = format!("{before}{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            texts(&entry.path(), &format!("{path}/"), files);
        } else if let Ok(text) = fs::read_to_string(entry.path()) {
            files.insert(path, text);
        }
    }
}

/// One act of a solution or a scenario, as its file has it.
#[derive(Clone, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Act {
    /// Answers a step's question.
    Answer {
        /// The step, from 0.
        step: usize,
        /// The choice, from 0.
        choice: usize,
    },
    /// Puts an object.
    Put(Put),
    /// Puts objects, all at once.
    PutAll(Vec<Put>),
    /// Sends any request as the account's owner.
    Send(Send),
    /// Runs on to what is scheduled next.
    RunToScheduled {},
}

/// An object to be put: a picture made on the spot, or a text.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Put {
    bucket: String,
    key: String,
    content_type: String,
    picture: Option<(u32, u32)>,
    text: Option<String>,
}

/// A request: its body is JSON or a form.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Send {
    method: String,
    url: String,
    #[serde(default)]
    headers: BTreeMap<String, String>,
    json: Option<serde_json::Value>,
    form: Option<String>,
    xml: Option<String>,
}

/// The commands of a lesson's solution.
///
/// # Panics
/// When the file is missing or wrong.
#[must_use]
pub fn solution(name: &str) -> Vec<Command> {
    let path = folder().join(name).join("solution.json");
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let acts: Vec<Act> = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    acts.into_iter().map(command).collect()
}

/// The command that an act stands for.
///
/// # Panics
/// When an address is wrong, or a picture's format cannot be written.
#[must_use]
pub fn command(act: Act) -> Command {
    match act {
        Act::Answer { step, choice } => Command::Answer { step, choice },
        Act::Put(object) => Command::Send(vec![(Identity::Owner, object.request())]),
        Act::PutAll(objects) => {
            Command::Send(objects.into_iter().map(|object| (Identity::Owner, object.request())).collect())
        }
        Act::Send(send) => {
            let mut request = Request::new(&send.method, &send.url).expect("a file's addresses are well-formed");
            for (name, value) in send.headers {
                request = request.with_header(name, value);
            }
            let body = send.json.map(|json| json.to_string()).or(send.form).or(send.xml).unwrap_or_default();
            Command::Send(vec![(Identity::Owner, request.with_body(body))])
        }
        Act::RunToScheduled {} => Command::RunToScheduled,
    }
}

impl Put {
    fn request(self) -> Request {
        let body = match self.picture {
            Some((width, height)) => {
                let format =
                    ImageFormat::from_mime_type(&self.content_type).expect("a file names formats that can be written");
                pictures::gradient(width, height, format)
            }
            None => self.text.unwrap_or_default().into_bytes(),
        };
        put(&self.bucket, &self.key, &self.content_type, body)
    }
}

/// The request that puts an object.
///
/// # Panics
/// Never: the address is built here.
#[must_use]
pub fn put(bucket: &str, key: &str, content_type: &str, body: Vec<u8>) -> Request {
    let url = format!("https://{bucket}.s3.us-east-1.amazonaws.com/{}", uri::encode_path(key));
    let request = Request::new("PUT", &url).expect("the address is built from a scheme and a host");
    request.with_header("content-type", content_type).with_body(body)
}
