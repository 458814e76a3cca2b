//! CloudFormation's functions: `Ref`, `Fn::GetAtt`, `Fn::Sub` and the rest.

mod check;
mod resolve;

pub use check::{check, check_condition};
pub use resolve::{Resource, Scope};

use super::node::{Node, Position};

/// The parameters that every template has.
pub const PSEUDO_PARAMETERS: [&str; 7] = [
    "AWS::AccountId",
    "AWS::Region",
    "AWS::StackName",
    "AWS::StackId",
    "AWS::Partition",
    "AWS::URLSuffix",
    "AWS::NoValue",
];

/// A piece of the text of `Fn::Sub`.
#[derive(Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    /// This text.
    Text(&'a str),
    /// `${…}` that stays as it is, because it was written `${!…}`.
    Literal(&'a str),
    /// The value of this name, or of this attribute: `Bucket.Arn`.
    Variable(&'a str),
}

/// Takes the text of `Fn::Sub` apart.
#[must_use]
pub fn pieces(mut text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    while let Some(start) = text.find("${") {
        let Some(length) = text[start..].find('}') else { break };
        if start > 0 {
            pieces.push(Piece::Text(&text[..start]));
        }
        let name = &text[start + 2..start + length];
        pieces.push(match name.strip_prefix('!') {
            Some(literal) => Piece::Literal(literal),
            None => Piece::Variable(name.trim()),
        });
        text = &text[start + length + 1..];
    }
    if !text.is_empty() {
        pieces.push(Piece::Text(text));
    }
    pieces
}

/// The text and the local variables of a `Fn::Sub`. The text is empty when the argument has neither form.
#[must_use]
pub fn substitution(argument: &Node) -> (&str, Option<&Node>) {
    match argument.items() {
        [text, variables] => (text.as_text().unwrap_or_default(), Some(variables)),
        _ => (argument.as_text().unwrap_or_default(), None),
    }
}

/// The resource and the attribute of a `Fn::GetAtt`.
#[must_use]
pub fn attribute(argument: &Node) -> Option<(&str, &str)> {
    match argument.items() {
        [name, attribute] => Some((name.as_text()?, attribute.as_text()?)),
        _ => argument.as_text()?.split_once('.'),
    }
}

/// A mention of a parameter or resource.
#[derive(Debug, PartialEq, Eq)]
pub struct Reference<'a> {
    /// Its name.
    pub name: &'a str,
    /// The attribute that is asked for; none for `Ref`.
    pub attribute: Option<&'a str>,
    /// Where.
    pub at: Position,
}

/// All that `node` refers to. `chosen` says which branch of each `Fn::If` counts; without it both do.
pub fn references<'a>(node: &'a Node, chosen: Option<&dyn Fn(&str) -> bool>, found: &mut Vec<Reference<'a>>) {
    match node.intrinsic() {
        Some(("Ref", argument)) => {
            let name = argument.as_text().unwrap_or_default();
            found.push(Reference { name, attribute: None, at: node.at });
        }
        Some(("Fn::GetAtt", argument)) => {
            if let Some((name, attribute)) = attribute(argument) {
                found.push(Reference { name, attribute: Some(attribute), at: node.at });
            }
        }
        Some(("Fn::Sub", argument)) => {
            let (text, variables) = substitution(argument);
            for piece in pieces(text) {
                let Piece::Variable(variable) = piece else { continue };
                if variables.is_some_and(|variables| variables.get(variable).is_some()) {
                    continue;
                }
                let (name, attribute) = match variable.split_once('.') {
                    Some((name, attribute)) => (name, Some(attribute)),
                    None => (variable, None),
                };
                found.push(Reference { name, attribute, at: node.at });
            }
            for entry in variables.map_or(&[][..], Node::entries) {
                references(&entry.node, chosen, found);
            }
        }
        Some(("Fn::If", argument)) => {
            if let [condition, yes, no] = argument.items() {
                let choice = chosen.map(|holds| holds(condition.as_text().unwrap_or_default()));
                if choice != Some(false) {
                    references(yes, chosen, found);
                }
                if choice != Some(true) {
                    references(no, chosen, found);
                }
            }
        }
        _ => {
            for item in node.items() {
                references(item, chosen, found);
            }
            for entry in node.entries() {
                references(&entry.node, chosen, found);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sub_is_taken_apart() {
        use Piece::{Literal, Text, Variable};
        assert_eq!(
            pieces("a-${B}/${C.Arn}${!D}e"),
            [Text("a-"), Variable("B"), Text("/"), Variable("C.Arn"), Literal("D"), Text("e"),]
        );
        assert_eq!(pieces("$5 and ${open"), [Text("$5 and ${open")]);
        assert_eq!(pieces(""), []);
    }
}
