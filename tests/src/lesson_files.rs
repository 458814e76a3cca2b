//! Lessons and their solutions, read from their folders.

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

use cloud::http::Request;
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

/// The lesson in the folder `name`.
///
/// # Panics
/// When it has faults; all of them are told.
#[must_use]
pub fn lesson(name: &str) -> Arc<Lesson> {
    let read = |file: &str| {
        fs::read_to_string(folder().join(name).join(file))
            .unwrap_or_else(|error| panic!("lessons/{name}/{file}: {error}"))
    };
    let lesson = Lesson::parse(name, &read("lesson.md"), &read("template.yaml"));
    Arc::new(lesson.unwrap_or_else(|faults| {
        let faults: Vec<String> = faults.iter().map(|fault| format!("lessons/{name}/{fault}")).collect();
        panic!("{}", faults.join("\n"))
    }))
}

/// One act of a lesson's solution, as its file has it.
#[derive(Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
enum Act {
    Answer { step: usize, choice: usize },
    Put { bucket: String, key: String, content_type: String, picture: (u32, u32) },
    Send { method: String, url: String, json: serde_json::Value },
    RunToScheduled {},
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

fn command(act: Act) -> Command {
    match act {
        Act::Answer { step, choice } => Command::Answer { step, choice },
        Act::Put { bucket, key, content_type, picture: (width, height) } => {
            let format =
                ImageFormat::from_mime_type(&content_type).expect("a solution names formats that can be written");
            put(&bucket, &key, &content_type, pictures::gradient(width, height, format))
        }
        Act::Send { method, url, json } => {
            let request = Request::new(&method, &url).expect("a solution's addresses are well-formed");
            Command::Send(vec![(true, request.with_body(json.to_string()))])
        }
        Act::RunToScheduled {} => Command::RunToScheduled,
    }
}

/// The command that puts an object, as its owner.
///
/// # Panics
/// Never: the address is built here.
#[must_use]
pub fn put(bucket: &str, key: &str, content_type: &str, body: Vec<u8>) -> Command {
    let url = format!("https://{bucket}.s3.us-east-1.amazonaws.com/{}", uri::encode_path(key));
    let request = Request::new("PUT", &url).expect("the address is built from a scheme and a host");
    Command::Send(vec![(true, request.with_header("content-type", content_type).with_body(body))])
}
