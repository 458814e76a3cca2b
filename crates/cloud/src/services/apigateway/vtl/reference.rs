//! References: `$name`, `${name}`, `$!name`, and the chain of properties, methods and indices behind it.

use super::SyntaxError;
use super::parser::Parser;
use super::scanner::begins_name;
use super::tree::{Expression, Reference, Step};

impl Parser<'_> {
    /// The reference that comes next. None when `$` begins none, and nothing is passed over then.
    pub fn reference(&mut self) -> Result<Option<Reference>, SyntaxError> {
        let before = self.scanner.offset();
        if !self.scanner.eat("$") {
            return Ok(None);
        }
        let quiet = self.scanner.eat("!");
        let braces = self.scanner.eat("{");
        let name = self.scanner.name().to_owned();
        if name.is_empty() {
            self.scanner.go_back(before);
            return Ok(None);
        }
        let after_name = self.scanner.offset();
        self.scanner.go_back(before);
        let at = self.scanner.position();
        self.scanner.go_back(after_name);
        let mut steps = Vec::new();
        while let Some(step) = self.step()? {
            steps.push(step);
        }
        if braces && !self.scanner.eat("}") {
            return Err(self.scanner.missing(&format!("}} after ${{{name}")));
        }
        let source = self.scanner.since(before).to_owned();
        Ok(Some(Reference { at, source, quiet, name, steps }))
    }

    /// The next link of the chain. A point at the end of a sentence is none.
    fn step(&mut self) -> Result<Option<Step>, SyntaxError> {
        let rest = self.scanner.rest();
        if rest.starts_with('[') {
            self.scanner.skip(1);
            let index = self.expression()?;
            self.scanner.skip_space();
            if !self.scanner.eat("]") {
                return Err(self.scanner.missing("]"));
            }
            return Ok(Some(Step::Index(index)));
        }
        if !rest.starts_with('.') || !rest[1..].starts_with(begins_name) {
            return Ok(None);
        }
        self.scanner.skip(1);
        let name = self.scanner.name().to_owned();
        if !self.scanner.eat("(") {
            return Ok(Some(Step::Property(name)));
        }
        Ok(Some(Step::Method(name, self.arguments()?)))
    }

    /// What stands between the parentheses, of which the first is read.
    fn arguments(&mut self) -> Result<Vec<Expression>, SyntaxError> {
        let mut arguments = Vec::new();
        self.scanner.skip_space();
        if self.scanner.eat(")") {
            return Ok(arguments);
        }
        loop {
            arguments.push(self.expression()?);
            self.scanner.skip_space();
            if self.scanner.eat(")") {
                return Ok(arguments);
            }
            if !self.scanner.eat(",") {
                return Err(self.scanner.missing(", or )"));
            }
        }
    }
}
