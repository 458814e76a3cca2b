//! Conditions: their tree, and how it is read.
//!
//! Precedence from the highest: comparisons, `IN`, `BETWEEN`, functions; parentheses; `NOT`; `AND`; `OR`.

use std::sync::Arc;

use super::super::error::Error;
use super::super::limits::MAX_IN_OPERANDS;
use super::super::value::AttributeValue;
use super::check;
use super::fault::{Fault, Kind};
use super::parser::Parser;
use super::path::Path;
use super::placeholders::Placeholders;

/// Something that has a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Operand {
    /// What a path leads to.
    Path(Path),
    /// A value of the request, which one expression may name many times.
    Value(Arc<AttributeValue>),
    /// `size(…)`.
    Size(Box<Operand>),
    /// `if_not_exists(path, operand)`.
    IfNotExists(Path, Box<Operand>),
    /// `list_append(first, second)`.
    ListAppend(Box<Operand>, Box<Operand>),
    /// `left + right`.
    Plus(Box<Operand>, Box<Operand>),
    /// `left - right`.
    Minus(Box<Operand>, Box<Operand>),
    /// What a fault stands in the place of. It is refused before anything is worked out.
    Undefined,
}

/// A comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// `=`
    Equal,
    /// `<>`
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
}

impl Comparison {
    /// All of them with their signs.
    pub const ALL: [(&'static str, Self); 6] = [
        ("=", Self::Equal),
        ("<>", Self::NotEqual),
        ("<", Self::Less),
        ("<=", Self::LessOrEqual),
        (">", Self::Greater),
        (">=", Self::GreaterOrEqual),
    ];

    /// Its sign.
    #[must_use]
    pub fn sign(self) -> &'static str {
        Self::ALL.iter().find(|(_, held)| *held == self).map_or("=", |(sign, _)| sign)
    }
}

/// Something that holds or not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Condition {
    /// A comparison.
    Compare(Comparison, Operand, Operand),
    /// `operand BETWEEN low AND high`.
    Between(Operand, Operand, Operand),
    /// `operand IN (…)`.
    In(Operand, Vec<Operand>),
    /// `attribute_exists(path)`.
    Exists(Path),
    /// `attribute_not_exists(path)`.
    NotExists(Path),
    /// `attribute_type(path, type)`.
    Type(Path, AttributeValue),
    /// `begins_with(operand, prefix)`.
    BeginsWith(Operand, Operand),
    /// `contains(operand, part)`.
    Contains(Operand, Operand),
    /// All of these.
    All(Vec<Condition>),
    /// Any of these.
    Any(Vec<Condition>),
    /// Not this.
    Not(Box<Condition>),
    /// What a fault stands in the place of.
    Undefined,
}

impl Condition {
    /// Reads a condition.
    ///
    /// # Errors
    /// What AWS tells of all that is wrong with it.
    pub fn parse(kind: Kind, text: &str, placeholders: &mut Placeholders) -> Result<Self, Error> {
        let mut parser = Parser::new(kind, text, placeholders)?;
        let condition = match any(&mut parser)? {
            Node { part: Part::Condition(condition), .. } => condition,
            Node { part: Part::Operand(operand), .. } => misplaced(&mut parser, &operand)?,
        };
        parser.finish()?;
        Ok(condition)
    }
}

impl Condition {
    /// All paths that it looks at.
    #[must_use]
    pub fn paths(&self) -> Vec<&Path> {
        let mut paths = Vec::new();
        self.collect(&mut paths);
        paths
    }

    fn collect<'a>(&'a self, paths: &mut Vec<&'a Path>) {
        let operands: Vec<&Operand> = match self {
            Self::Compare(_, left, right) | Self::BeginsWith(left, right) | Self::Contains(left, right) => {
                vec![left, right]
            }
            Self::Between(operand, low, high) => vec![operand, low, high],
            Self::In(operand, choices) => std::iter::once(operand).chain(choices).collect(),
            Self::Exists(path) | Self::NotExists(path) | Self::Type(path, _) => return paths.push(path),
            Self::All(parts) | Self::Any(parts) => return parts.iter().for_each(|part| part.collect(paths)),
            Self::Not(inner) => return inner.collect(paths),
            Self::Undefined => return,
        };
        paths.extend(operands.into_iter().filter_map(|operand| match operand {
            Operand::Path(path) => Some(path),
            Operand::Size(inner) => match &**inner {
                Operand::Path(path) => Some(path),
                _ => None,
            },
            _ => None,
        }));
    }
}

/// What was read may be a condition or only an operand, which what follows decides.
struct Node {
    part: Part,
    /// Whether it stood in parentheses.
    enclosed: bool,
}

enum Part {
    Condition(Condition),
    Operand(Operand),
}

fn any(parser: &mut Parser<'_>) -> Result<Node, Error> {
    chain(parser, "OR", |parser| chain(parser, "AND", not, Condition::All), Condition::Any)
}

fn chain(
    parser: &mut Parser<'_>,
    keyword: &str,
    inner: impl Fn(&mut Parser<'_>) -> Result<Node, Error>,
    join: fn(Vec<Condition>) -> Condition,
) -> Result<Node, Error> {
    let first = inner(parser)?;
    if !parser.at_keyword(keyword) {
        return Ok(first);
    }
    let mut parts = vec![condition(parser, first)?];
    while parser.eat_keyword(keyword) {
        parser.count_operator()?;
        let next = inner(parser)?;
        parts.push(condition(parser, next)?);
    }
    Ok(Node { part: Part::Condition(join(parts)), enclosed: false })
}

fn not(parser: &mut Parser<'_>) -> Result<Node, Error> {
    if !parser.eat_keyword("NOT") {
        return comparison(parser);
    }
    parser.count_operator()?;
    let inner = parser.deeper(not)?;
    let inner = condition(parser, inner)?;
    Ok(Node { part: Part::Condition(Condition::Not(Box::new(inner))), enclosed: false })
}

fn condition(parser: &mut Parser<'_>, node: Node) -> Result<Condition, Error> {
    match node.part {
        Part::Condition(condition) => Ok(condition),
        Part::Operand(operand) => misplaced(parser, &operand),
    }
}

/// A function that only has a value is misused as a condition; a path or a value as one is no syntax at all.
fn misplaced(parser: &mut Parser<'_>, operand: &Operand) -> Result<Condition, Error> {
    match operand {
        Operand::Size(_) => {
            check::misused(&mut parser.faults, "size");
            Ok(Condition::Undefined)
        }
        Operand::Undefined => Ok(Condition::Undefined),
        _ => Err(parser.syntax_error()),
    }
}

fn comparison(parser: &mut Parser<'_>) -> Result<Node, Error> {
    let left = primary(parser)?;
    let sign = Comparison::ALL.iter().find(|(sign, _)| parser.at_symbol(sign));
    let Node { part: Part::Operand(operand), .. } = &left else {
        // A condition in the place of an operand: what follows it can only be refused.
        return if sign.is_some() { Err(parser.syntax_error()) } else { Ok(left) };
    };
    let made = if let Some((sign, comparison)) = sign {
        parser.eat_symbol(sign);
        parser.count_operator()?;
        let right = parser.operand()?;
        check::comparison(&mut parser.faults, *comparison, operand, &right);
        Condition::Compare(*comparison, operand.clone(), right)
    } else if parser.eat_keyword("BETWEEN") {
        parser.count_operator()?;
        let low = parser.operand()?;
        parser.expect_keyword("AND")?;
        let high = parser.operand()?;
        check::between(&mut parser.faults, operand, &low, &high);
        Condition::Between(operand.clone(), low, high)
    } else if parser.eat_keyword("IN") {
        parser.count_operator()?;
        parser.expect_symbol("(")?;
        let choices = parser.arguments()?;
        if choices.len() > MAX_IN_OPERANDS {
            check::count(&mut parser.faults, "IN", choices.len());
        }
        Condition::In(operand.clone(), choices)
    } else {
        return Ok(left);
    };
    Ok(Node { part: Part::Condition(made), enclosed: false })
}

fn primary(parser: &mut Parser<'_>) -> Result<Node, Error> {
    if parser.eat_symbol("(") {
        let inner = parser.deeper(any)?;
        parser.expect_symbol(")")?;
        if inner.enclosed {
            parser.faults.note(Fault::Parentheses, "The expression has redundant parentheses;");
        }
        return Ok(Node { part: inner.part, enclosed: true });
    }
    let part = if let Some(value) = parser.value() {
        Part::Operand(value)
    } else if let Some(name) = parser.function() {
        parser.count_operator()?;
        let arguments = parser.arguments()?;
        if check::is_condition_function(name) {
            Part::Condition(check::condition_function(&mut parser.faults, name, arguments))
        } else {
            Part::Operand(check::value_function(parser.kind, &mut parser.faults, name, arguments))
        }
    } else {
        Part::Operand(Operand::Path(parser.path()?))
    };
    Ok(Node { part, enclosed: false })
}
