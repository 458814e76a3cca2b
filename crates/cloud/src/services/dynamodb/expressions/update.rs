//! Updates: `SET`, `REMOVE`, `ADD` and `DELETE`, and how they are read.

use std::sync::Arc;

use super::super::error::Error;
use super::super::value::AttributeValue;
use super::check;
use super::condition::Operand;
use super::fault::{Fault, Faults, Kind};
use super::parser::Parser;
use super::path::{Path, Step};
use super::placeholders::Placeholders;

/// What an update does. Every right-hand side is worked out from the item as it was.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Update {
    /// Values that are set.
    pub set: Vec<(Path, Operand)>,
    /// Values that are taken away.
    pub remove: Vec<Path>,
    /// Numbers that are added to, and sets that are joined with others.
    pub add: Vec<(Path, Arc<AttributeValue>)>,
    /// Whether it is of the form from before expressions, whose faults have other words.
    pub older: bool,
    /// Sets from which others are taken away.
    pub delete: Vec<(Path, Arc<AttributeValue>)>,
}

const SECTIONS: [&str; 4] = ["SET", "REMOVE", "ADD", "DELETE"];

impl Update {
    /// Reads an update.
    ///
    /// # Errors
    /// What AWS tells of all that is wrong with it.
    pub fn parse(text: &str, placeholders: &mut Placeholders) -> Result<Self, Error> {
        let mut parser = Parser::new(Kind::Update, text, placeholders)?;
        let mut update = Self::default();
        let mut seen = Vec::new();
        while parser.peek().is_some() {
            let section = SECTIONS.iter().find(|section| parser.at_keyword(section));
            let section = *section.ok_or_else(|| parser.syntax_error())?;
            parser.eat_keyword(section);
            if seen.contains(&section) {
                let text = format!("The \"{section}\" section can only be used once in an update expression;");
                parser.faults.note(Fault::Section, text);
            }
            seen.push(section);
            update.section(&mut parser, section)?;
            while parser.eat_symbol(",") {
                update.section(&mut parser, section)?;
            }
        }
        update.check_paths(&mut parser.faults);
        parser.finish()?;
        Ok(update)
    }

    fn section(&mut self, parser: &mut Parser<'_>, section: &str) -> Result<(), Error> {
        let path = parser.path()?;
        match section {
            "SET" => {
                parser.expect_symbol("=")?;
                parser.count_operator()?;
                let value = sum(parser)?;
                self.set.push((path, value));
            }
            "REMOVE" => self.remove.push(path),
            _ => {
                let operand = parser.value().ok_or_else(|| parser.syntax_error())?;
                let Operand::Value(value) = operand else { return Ok(()) };
                let is_set = matches!(*value, AttributeValue::SS(_) | AttributeValue::NS(_) | AttributeValue::BS(_));
                if !is_set && (section == "DELETE" || !matches!(*value, AttributeValue::N(_))) {
                    let text = format!(
                        "Incorrect operand type for operator or function; operator: {section}, operand type: {}",
                        value.long_type_name()
                    );
                    parser.faults.note(Fault::Type, text);
                }
                if section == "ADD" { self.add.push((path, value)) } else { self.delete.push((path, value)) }
            }
        }
        Ok(())
    }

    /// All paths that it changes.
    pub fn paths(&self) -> impl Iterator<Item = &Path> {
        let with_values = self.add.iter().chain(&self.delete).map(|(path, _)| path);
        self.set.iter().map(|(path, _)| path).chain(&self.remove).chain(with_values)
    }

    /// Paths are compared with all before them: an expression of 4 KB has some hundreds.
    fn check_paths(&self, faults: &mut Faults) {
        let paths: Vec<&Path> = self.paths().collect();
        check_paths(&paths, faults);
    }
}

/// Notes the first two paths that cannot both be.
pub fn check_paths(paths: &[&Path], faults: &mut Faults) {
    for (index, second) in paths.iter().enumerate() {
        for first in &paths[..index] {
            let mut steps = first.0.iter().zip(&second.0).skip_while(|(left, right)| left == right);
            let (fault, verb) = match steps.next() {
                None => (Fault::Overlap, "overlap"),
                Some((Step::Field(_), Step::Element(_)) | (Step::Element(_), Step::Field(_))) => {
                    (Fault::Conflict, "conflict")
                }
                Some(_) => continue,
            };
            let text = format!(
                "Two document paths {verb} with each other; must remove or rewrite one of these paths; path one: {first}, path two: {second}"
            );
            faults.note(fault, text);
            return;
        }
    }
}

fn sum(parser: &mut Parser<'_>) -> Result<Operand, Error> {
    let left = parser.operand()?;
    for (sign, make) in [("+", Operand::Plus as fn(_, _) -> _), ("-", Operand::Minus as fn(_, _) -> _)] {
        if parser.eat_symbol(sign) {
            parser.count_operator()?;
            let right = parser.operand()?;
            check::arithmetic(&mut parser.faults, sign, &left, &right);
            return Ok(make(Box::new(left), Box::new(right)));
        }
    }
    Ok(left)
}
