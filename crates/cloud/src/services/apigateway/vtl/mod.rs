//! API Gateway's mapping templates: the Velocity Template Language as AWS documents it, over JSON.
//! <https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html>
//!
//! A template is read once ([`Template::parse`]) and rendered for each request ([`Template::render`]). It knows its
//! [`Scope`] and nothing of APIs, methods or integrations. Every template ends: what it may do, hold and write is
//! limited ([`limits`]), so that one which loops or grows ends with an error.

mod assign;
mod evaluate;
mod expression;
mod heap;
mod input;
pub mod limits;
mod methods;
mod operators;
mod parser;
mod path;
mod print;
mod reference;
mod scanner;
mod scope;
#[cfg(test)]
mod tests;
mod tree;
mod util;

pub use scope::{Params, Scope};

use std::fmt;

use tree::Node;

/// A template, ready to be rendered.
#[derive(Clone, Debug, PartialEq)]
pub struct Template {
    nodes: Vec<Node>,
    /// The bodies of `#define`, by their numbers.
    blocks: Vec<Vec<Node>>,
}

/// Why a text is no template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntaxError {
    /// The line, from 1.
    pub line: u32,
    /// The column, from 1, in characters.
    pub column: u32,
    /// What is wrong, as a part of a sentence.
    pub text: String,
}

/// Why a template came to no result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RenderError {
    /// The line of the directive or reference that was being carried out, from 1.
    pub line: u32,
    /// Its column, from 1, in characters.
    pub column: u32,
    /// What went wrong, as a sentence.
    pub text: String,
    /// Whether the template is in order and the body is not the JSON that it asks for. Such a request is the
    /// client's fault.
    pub body_at_fault: bool,
}

impl fmt::Display for SyntaxError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { line, column, text } = self;
        write!(formatter, "Unable to parse the mapping template at line {line}, column {column}: {text}")
    }
}

impl fmt::Display for RenderError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { line, column, text, .. } = self;
        write!(formatter, "{text} (mapping template, line {line}, column {column})")
    }
}

impl std::error::Error for SyntaxError {}
impl std::error::Error for RenderError {}

impl Template {
    /// Reads a template.
    ///
    /// # Errors
    /// Where it goes wrong first, and how.
    pub fn parse(text: &str) -> Result<Self, SyntaxError> {
        parser::parse(text)
    }

    /// Renders it. What it sets of `$context.requestOverride` and `$context.responseOverride` is in the scope then.
    ///
    /// # Errors
    /// When it exceeds a limit, or asks for what the body or the scope cannot give. The scope is as it was then.
    pub fn render(&self, scope: &mut Scope) -> Result<String, RenderError> {
        evaluate::render(&self.nodes, &self.blocks, scope)
    }
}
