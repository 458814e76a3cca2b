//! What the functions of a template give, once parameters are known and resources are made.

use std::collections::BTreeMap;

use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::{Map, Value as Json};

use crate::account::{ACCOUNT_ID, REGION};
use crate::services::cloudformation::node::{Node, Value};
use crate::services::cloudformation::template::Template;

use super::{Piece, attribute, pieces, substitution};

/// How many conditions may build on each other. AWS names no number; a circle ends here.
const MAX_CONDITION_DEPTH: u32 = 32;

/// What is known of a resource that was made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Resource {
    /// What `Ref` gives; empty until there is something to refer to.
    pub physical_id: String,
    /// What `Fn::GetAtt` gives.
    pub attributes: BTreeMap<String, String>,
}

/// All that functions can refer to.
pub struct Scope<'a> {
    /// The template.
    pub template: &'a Template,
    /// The values of its parameters.
    pub parameters: &'a BTreeMap<String, String>,
    /// The resources made so far, by logical id.
    pub resources: &'a BTreeMap<String, Resource>,
    /// The stack's name.
    pub stack_name: &'a str,
    /// The stack's ARN.
    pub stack_id: &'a str,
}

impl Scope<'_> {
    /// The value of `node`; none when it is `AWS::NoValue`.
    ///
    /// # Errors
    /// When a function cannot give a value; the text says why.
    pub fn resolve(&self, node: &Node) -> Result<Option<Json>, String> {
        if let Some((function, argument)) = node.intrinsic() {
            return self.call(function, argument);
        }
        Ok(Some(match &node.value {
            Value::List(items) => Json::Array(self.list(items)?),
            Value::Map(entries) => {
                let mut map = Map::new();
                for entry in entries {
                    if let Some(value) = self.resolve(&entry.node)? {
                        map.insert(entry.key.clone(), value);
                    }
                }
                Json::Object(map)
            }
            _ => node.to_json(),
        }))
    }

    fn list(&self, items: &[Node]) -> Result<Vec<Json>, String> {
        let mut values = Vec::with_capacity(items.len());
        for item in items {
            values.extend(self.resolve(item)?);
        }
        Ok(values)
    }

    /// The value of `node` as text.
    ///
    /// # Errors
    /// As [`Self::resolve`], and when the value is no text.
    pub fn text(&self, node: &Node) -> Result<String, String> {
        match self.resolve(node)? {
            Some(Json::String(text)) => Ok(text),
            Some(value @ (Json::Number(_) | Json::Bool(_))) => Ok(value.to_string()),
            _ => Err(format!("Template error: a text is needed on line {}", node.at.line)),
        }
    }

    fn texts(&self, node: &Node) -> Result<Vec<Json>, String> {
        match self.resolve(node)? {
            Some(Json::Array(items)) => Ok(items),
            _ => Err(format!("Template error: a list is needed on line {}", node.at.line)),
        }
    }

    fn call(&self, function: &str, argument: &Node) -> Result<Option<Json>, String> {
        let value = match (function, argument.items()) {
            ("Ref", _) => return self.reference(argument.as_text().unwrap_or_default()),
            ("Fn::GetAtt", _) => {
                let (name, attribute) = attribute(argument).unwrap_or_default();
                Json::from(self.attribute(name, attribute)?)
            }
            ("Fn::Sub", _) => Json::from(self.substitute(argument)?),
            ("Fn::Base64", _) => Json::from(STANDARD.encode(self.text(argument)?)),
            ("Fn::Join", [delimiter, items]) => {
                let items = self.texts(items)?;
                let texts: Vec<_> =
                    items.iter().map(|item| item.as_str().map_or_else(|| item.to_string(), str::to_owned)).collect();
                Json::from(texts.join(&self.text(delimiter)?))
            }
            ("Fn::Select", [index, items]) => {
                let (index, mut items) = (self.text(index)?, self.texts(items)?);
                match index.parse::<usize>() {
                    Ok(number) if number < items.len() => items.swap_remove(number),
                    _ => {
                        return Err(
                            "Template error: Fn::Select cannot select nonexistent value at index ".to_owned() + &index
                        );
                    }
                }
            }
            ("Fn::Split", [delimiter, source]) => {
                let (delimiter, source) = (self.text(delimiter)?, self.text(source)?);
                Json::Array(source.split(&delimiter).map(Json::from).collect())
            }
            ("Fn::FindInMap", [map, first, second]) => {
                let (map, first, second) = (self.text(map)?, self.text(first)?, self.text(second)?);
                self.template
                    .mappings
                    .get(&map)
                    .and_then(|map| map.get(&first)?.get(&second))
                    .map(Node::to_json)
                    .ok_or_else(|| format!("Template error: Unable to get mapping for {map}::{first}::{second}"))?
            }
            ("Fn::If", [condition, yes, no]) => {
                let holds = self.holds(condition.as_text().unwrap_or_default());
                return self.resolve(if holds { yes } else { no });
            }
            _ => return Err(format!("Template error: {function} is not understood")),
        };
        Ok(Some(value))
    }

    fn reference(&self, name: &str) -> Result<Option<Json>, String> {
        let text = match name {
            "AWS::NoValue" => return Ok(None),
            "AWS::AccountId" => ACCOUNT_ID,
            "AWS::Region" => REGION,
            "AWS::Partition" => "aws",
            "AWS::URLSuffix" => "amazonaws.com",
            "AWS::StackName" => self.stack_name,
            "AWS::StackId" => self.stack_id,
            _ => {
                if let Some(value) = self.parameters.get(name) {
                    let is_list =
                        self.template.parameters.iter().any(|parameter| parameter.name == name && parameter.is_list);
                    return Ok(Some(if is_list {
                        Json::Array(value.split(',').map(|item| Json::from(item.trim())).collect())
                    } else {
                        Json::from(value.as_str())
                    }));
                }
                match self.resources.get(name) {
                    Some(resource) => &resource.physical_id,
                    None => return Err(unresolved(name)),
                }
            }
        };
        Ok(Some(Json::from(text)))
    }

    fn attribute(&self, name: &str, attribute: &str) -> Result<&str, String> {
        let resource = self.resources.get(name).ok_or_else(|| unresolved(name))?;
        resource.attributes.get(attribute).map(String::as_str).ok_or_else(|| {
            format!("Template error: resource {name} does not support attribute type {attribute} in Fn::GetAtt")
        })
    }

    fn substitute(&self, argument: &Node) -> Result<String, String> {
        let (text, variables) = substitution(argument);
        let mut result = String::with_capacity(text.len());
        for piece in pieces(text) {
            match piece {
                Piece::Text(text) => result.push_str(text),
                Piece::Literal(name) => result.extend(["${", name, "}"]),
                Piece::Variable(name) => {
                    if let Some(node) = variables.and_then(|variables| variables.get(name)) {
                        result.push_str(&self.text(node)?);
                    } else if let Some((name, attribute)) = name.split_once('.') {
                        result.push_str(self.attribute(name, attribute)?);
                    } else {
                        match self.reference(name)? {
                            Some(Json::String(text)) => result.push_str(&text),
                            _ => return Err(format!("Template error: Fn::Sub needs a text for ${{{name}}}")),
                        }
                    }
                }
            }
        }
        Ok(result)
    }

    /// Whether the condition called `name` holds. One that is defined by itself does not.
    #[must_use]
    pub fn holds(&self, name: &str) -> bool {
        self.template.condition(name).is_some_and(|node| self.truth(node, MAX_CONDITION_DEPTH))
    }

    fn truth(&self, node: &Node, depth: u32) -> bool {
        let ([entry], Some(depth)) = (node.entries(), depth.checked_sub(1)) else { return false };
        let arguments = entry.node.items();
        match entry.key.as_str() {
            "Condition" => {
                let named = self.template.condition(entry.node.as_text().unwrap_or_default());
                named.is_some_and(|node| self.truth(node, depth))
            }
            "Fn::Equals" => match arguments {
                [left, right] => self.text(left).is_ok_and(|left| Ok(left) == self.text(right)),
                _ => false,
            },
            "Fn::And" => arguments.iter().all(|node| self.truth(node, depth)),
            "Fn::Or" => arguments.iter().any(|node| self.truth(node, depth)),
            "Fn::Not" => arguments.first().is_some_and(|node| !self.truth(node, depth)),
            _ => false,
        }
    }
}

fn unresolved(name: &str) -> String {
    format!("Template format error: Unresolved resource dependencies [{name}] in the Resources block of the template")
}
