//! A question that the learner answers before the run shows the answer.

use super::markdown;
use crate::check::Statement;
use crate::lesson::Prediction;

/// Reads the text of a `predict` block.
///
/// # Errors
/// The line within the block, from 0, and what is wrong there.
pub fn parse(text: &str) -> Result<Prediction, (usize, String)> {
    let mut question = String::new();
    let mut choices = Vec::new();
    let mut right = Vec::new();
    let mut when = None;
    let mut explanation = String::new();
    for (index, line) in text.lines().enumerate() {
        if when.is_some() {
            explanation.push_str(line);
            explanation.push('\n');
        } else if let Some(statement) = line.strip_prefix("when:") {
            when = Some(Statement::parse(statement).map_err(|reason| (index, reason))?);
        } else if let Some(choice) = line.strip_prefix("- ") {
            let is_right = choice.starts_with("[x] ");
            if is_right {
                right.push(choices.len());
            }
            choices.push(choice.trim_start_matches("[x] ").trim_start_matches("[ ] ").to_owned());
        } else if choices.is_empty() {
            question.push_str(line);
            question.push(' ');
        } else if !line.trim().is_empty() {
            return Err((index, format!("\"{line}\" is neither a choice (\"- \") nor the line \"when:\"")));
        }
    }
    let [right] = right.as_slice() else {
        return Err((0, format!("{} choices are marked [x]; mark exactly one", right.len())));
    };
    let when = when.ok_or_else(|| {
        (0, "the question lacks a line \"when:\" with the statement that reveals its answer".to_owned())
    })?;
    Ok(Prediction {
        question: question.trim().to_owned(),
        choices,
        right: *right,
        when,
        explanation: markdown(explanation.trim()),
    })
}
