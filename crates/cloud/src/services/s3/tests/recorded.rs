//! What AWS was recorded to say when something is wrong, word for word: `recorded.txt`, of which each block is a test.

use super::harness::{lab, read};
use crate::protocol::xml;

#[test]
fn errors_are_worded_as_aws_was_recorded_to_word_them() {
    let text = include_str!("recorded.txt");
    let blocks: Vec<&str> = text.split("\n\n").filter(|block| !block.starts_with('#')).collect();
    assert!(blocks.len() > 100, "a block was lost");
    let faults: Vec<String> = blocks.iter().filter_map(|block| fault(block)).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n\n"));
}

/// What is wrong with the answer of a block; none when nothing is.
fn fault(block: &str) -> Option<String> {
    let mut lab = lab();
    let mut kept: Vec<(String, String)> = Vec::new();
    let mut answer = None;
    for line in block.lines() {
        let line = kept.iter().fold(line.replace(" ⏎", "⏎").replace('⏎', "\n"), |line, (name, value)| {
            line.replace(&format!("{{{name}}}"), value)
        });
        let (verb, rest) = line.split_once(' ').expect("a line has a verb");
        match verb {
            "given" => {
                let response = lab.send(&read(rest));
                assert!(response.is_success(), "{block}\n{response:?}");
            }
            "keep" | "head" => {
                let mut words = rest.splitn(3, ' ');
                let mut word = || words.next().expect("a name, where to find it, and a request");
                let (name, place, request) = (word(), word(), word());
                let value = if verb == "keep" { lab.told(request, place) } else { lab.header(request, place) };
                kept.push((name.to_owned(), value));
            }
            "when" => answer = Some(lab.send(&read(rest))),
            _ => {
                let answer = answer.take().expect("an answer comes after its request");
                let found = told(answer.status, &answer.body);
                return (found != rest).then(|| format!("{block}\nfound {found}"));
            }
        }
    }
    panic!("{block} expects nothing");
}

/// An error document as a line of the table.
fn told(status: u16, body: &[u8]) -> String {
    let root = xml::parse(body).unwrap_or_default();
    let text = |name| root.child_text(name).unwrap_or_default();
    let mut line = format!("{status} | {} | {}", text("Code"), text("Message"));
    for child in &root.children {
        if !matches!(child.name.as_str(), "Code" | "Message" | "RequestId" | "HostId") {
            line.push_str(&format!(" | {}={}", child.name, child.text));
        }
    }
    line
}
