//! Conditions on JSON: `{ ($.level = "ERROR") && ($.latency_ms > 250) }`.

use serde_json::Value;

use super::PatternError;
use super::comparison::{Check, Literal};
use super::expression::Expression;
use super::scanner::Scanner;

/// A condition on the properties of a JSON object.
#[derive(Clone, Debug, PartialEq)]
pub struct Selector(Expression<Vec<Step>>);

/// One step from a value to a value within it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// To the property of this name.
    Property(String),
    /// To the element of this number, from 0.
    Element(usize),
    /// To every element or property.
    Every,
}

impl Selector {
    /// Reads a condition in braces.
    pub fn parse(scanner: &mut Scanner<'_>) -> Result<Self, PatternError> {
        scanner.expect("{")?;
        let expression = Expression::parse(scanner, &path)?;
        scanner.expect("}")?;
        Ok(Self(expression))
    }

    /// Whether the text is a JSON object of which the condition holds.
    pub fn matches(&self, message: &str) -> bool {
        match serde_json::from_str::<Value>(message.trim()) {
            Ok(document) if document.is_object() => self.0.holds(&|path, check| match check {
                Check::Absent => !reaches(&document, path, &|_| true),
                check => reaches(&document, path, &|value| holds(check, value)),
            }),
            _ => false,
        }
    }
}

fn path(scanner: &mut Scanner<'_>) -> Result<Vec<Step>, PatternError> {
    if !scanner.eat("$") {
        return Err(scanner.error("a property such as $.level is expected"));
    }
    let mut steps = Vec::new();
    loop {
        if scanner.eat(".*") || scanner.eat("[*]") {
            steps.push(Step::Every);
        } else if scanner.eat(".") {
            let name = scanner.take_while(|next| next.is_alphanumeric() || next == '_' || next == '-');
            if name.is_empty() {
                return Err(scanner.error("a property's name is expected"));
            }
            steps.push(Step::Property(name.to_owned()));
        } else if scanner.eat("[\"") || scanner.eat("['") {
            let name = scanner.take_while(|next| next != '"' && next != '\'');
            steps.push(Step::Property(name.to_owned()));
            if !scanner.eat("\"]") && !scanner.eat("']") {
                return Err(scanner.error("a bracket is not closed"));
            }
        } else if scanner.eat("[") {
            let digits = scanner.take_while(|next| next.is_ascii_digit());
            let index = digits.parse().map_err(|_| scanner.error("an element's number is expected"))?;
            scanner.expect("]")?;
            steps.push(Step::Element(index));
        } else if steps.is_empty() {
            return Err(scanner.error("a property's name is expected"));
        } else {
            return Ok(steps);
        }
    }
}

/// Whether a value that the steps lead to is one that `wanted` wants. No value is visited twice.
fn reaches(value: &Value, steps: &[Step], wanted: &dyn Fn(&Value) -> bool) -> bool {
    let Some((step, rest)) = steps.split_first() else { return wanted(value) };
    match (step, value) {
        (Step::Property(name), Value::Object(map)) => map.get(name).is_some_and(|next| reaches(next, rest, wanted)),
        (Step::Element(index), Value::Array(list)) => list.get(*index).is_some_and(|next| reaches(next, rest, wanted)),
        (Step::Every, Value::Array(list)) => list.iter().any(|next| reaches(next, rest, wanted)),
        (Step::Every, Value::Object(map)) => map.values().any(|next| reaches(next, rest, wanted)),
        _ => false,
    }
}

fn holds(check: &Check, value: &Value) -> bool {
    match (check, value) {
        (Check::Is(Literal::Null), Value::Null)
        | (Check::Is(Literal::True), Value::Bool(true))
        | (Check::Is(Literal::False), Value::Bool(false)) => true,
        (_, Value::String(text)) => check.holds_for_text(text),
        (_, Value::Number(number)) => {
            number.as_f64().is_some_and(|value| check.holds_for_number(value, &number.to_string()))
        }
        (_, Value::Bool(value)) => check.holds_for_text(if *value { "true" } else { "false" }),
        _ => false,
    }
}
