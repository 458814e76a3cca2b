//! `WHERE`: read into the same conditions that filters and condition expressions are.
//!
//! Precedence from the highest: comparisons, `IN`, `BETWEEN`, `IS`, functions; parentheses; `NOT`; `AND`; `OR`.

use super::super::error::Error;
use super::super::expressions::Condition;
use super::super::expressions::check;
use super::super::expressions::condition::{Comparison, Operand};
use super::super::expressions::fault::Kind as Grammar;
use super::super::limits::MAX_IN_OPERANDS;
use super::super::value::AttributeValue;
use super::literal;
use super::parser::Parser;
use super::token::{Kind, Token};

const IN: &str = "IN operator must have a left hand argument of type Variable Reference and right hand argument of type Seq with at least one member";
const IS: &str = "The left hand side argument to IS must be a Variable Reference, Literal, or Path";
const BOOLEAN: &str = "WHERE clause must contain an expression that resolves to a boolean";

/// The types that `IS` knows, as the wire names them.
const TYPES: [(&str, &str); 10] = [
    ("NULL", "NULL"),
    ("BOOLEAN", "BOOL"),
    ("BOOL", "BOOL"),
    ("BLOB", "B"),
    ("STRING", "S"),
    ("NUMERIC", "N"),
    ("STRUCT", "M"),
    ("TUPLE", "M"),
    ("LIST", "L"),
    ("MISSING", ""),
];
/// Types that PartiQL has and DynamoDB has not.
const OTHER_TYPES: [&str; 12] = [
    "INT",
    "INTEGER",
    "SMALLINT",
    "DECIMAL",
    "FLOAT",
    "DOUBLE",
    "REAL",
    "CHAR",
    "VARCHAR",
    "CLOB",
    "SYMBOL",
    "TIMESTAMP",
];

/// What was read may be a condition or only an operand, which what follows decides.
enum Part {
    Condition(Condition),
    Operand(Operand),
}

/// Reads a condition.
///
/// # Errors
/// When none comes next, or it is malformed.
pub fn condition(parser: &mut Parser<'_>) -> Result<Condition, Error> {
    let token = parser.peek();
    let part = any(parser, false)?;
    boolean(parser, part, token)
}

fn boolean(parser: &Parser<'_>, part: Part, token: Token<'_>) -> Result<Condition, Error> {
    match part {
        Part::Condition(condition) => Ok(condition),
        Part::Operand(Operand::Undefined) => Ok(Condition::Undefined),
        Part::Operand(_) => Err(parser.refuse(BOOLEAN, token)),
    }
}

fn any(parser: &mut Parser<'_>, after: bool) -> Result<Part, Error> {
    chain(parser, after, "OR", |parser, after| chain(parser, after, "AND", not, Condition::All), Condition::Any)
}

fn chain(
    parser: &mut Parser<'_>,
    after: bool,
    keyword: &str,
    inner: impl Fn(&mut Parser<'_>, bool) -> Result<Part, Error>,
    join: fn(Vec<Condition>) -> Condition,
) -> Result<Part, Error> {
    let token = parser.peek();
    let first = inner(parser, after)?;
    if !parser.peek().is_keyword(keyword) {
        return Ok(first);
    }
    let mut parts = vec![boolean(parser, first, token)?];
    while parser.eat_keyword(keyword) {
        parser.count_operator()?;
        let token = parser.peek();
        let next = inner(parser, true)?;
        parts.push(boolean(parser, next, token)?);
    }
    Ok(Part::Condition(join(parts)))
}

fn not(parser: &mut Parser<'_>, after: bool) -> Result<Part, Error> {
    if !parser.eat_keyword("NOT") {
        return comparison(parser, after);
    }
    parser.count_operator()?;
    let token = parser.peek();
    let inner = parser.deeper(|parser| not(parser, false))?;
    Ok(Part::Condition(negated(boolean(parser, inner, token)?)))
}

fn negated(condition: Condition) -> Condition {
    Condition::Not(Box::new(condition))
}

fn comparison(parser: &mut Parser<'_>, after: bool) -> Result<Part, Error> {
    let left = primary(parser, after)?;
    let token = parser.peek();
    let Part::Operand(operand) = left else { return Ok(left) };
    let sign = if token.is_symbol("!=") { "<>" } else { token.text };
    if let Some((_, comparison)) = Comparison::ALL.iter().find(|(held, _)| token.kind == Kind::Symbol && *held == sign)
    {
        parser.next();
        parser.count_operator()?;
        let right = self::operand(parser, true)?;
        check::comparison(&mut parser.faults, *comparison, &operand, &right);
        return Ok(Part::Condition(Condition::Compare(*comparison, operand, right)));
    }
    if token.is_symbol("+") || token.is_symbol("-") {
        let text = format!("Unsupported operator in Condition Expression. Operator: {}", token.text);
        return Err(parser.refuse(&text, token));
    }
    let turned = token.is_keyword("NOT");
    if turned && ["IN", "BETWEEN"].iter().any(|word| parser.peek_second().is_keyword(word)) {
        parser.next();
    }
    let made = if parser.eat_keyword("BETWEEN") {
        between(parser, operand)?
    } else if parser.eat_keyword("IN") {
        within(parser, operand)?
    } else if parser.eat_keyword("IS") {
        return is(parser, operand, token).map(Part::Condition);
    } else {
        return Ok(Part::Operand(operand));
    };
    Ok(Part::Condition(if turned { negated(made) } else { made }))
}

fn between(parser: &mut Parser<'_>, operand: Operand) -> Result<Condition, Error> {
    parser.count_operator()?;
    let low = self::operand(parser, true)?;
    parser.expect_keyword("AND")?;
    let high = self::operand(parser, true)?;
    check::between(&mut parser.faults, &operand, &low, &high);
    Ok(Condition::Between(operand, low, high))
}

/// `IN` takes a list in square or round brackets, or a parameter that is one.
fn within(parser: &mut Parser<'_>, operand: Operand) -> Result<Condition, Error> {
    parser.count_operator()?;
    let token = parser.peek();
    let choices = if parser.eat_symbol("(") {
        arguments(parser)?
    } else {
        match literal::value(parser)? {
            Some(AttributeValue::L(list)) => list.into_iter().map(|value| Operand::Value(value.into())).collect(),
            _ => Vec::new(),
        }
    };
    if choices.is_empty() || !matches!(operand, Operand::Path(_) | Operand::Undefined) {
        return Err(parser.refuse(IN, token));
    }
    if choices.len() > MAX_IN_OPERANDS {
        check::count(&mut parser.faults, "IN", choices.len());
    }
    Ok(Condition::In(operand, choices))
}

/// `IS NULL` holds for a null that is there, as `attribute_type` would have it; what is missing `IS MISSING`.
fn is(parser: &mut Parser<'_>, operand: Operand, token: Token<'_>) -> Result<Condition, Error> {
    parser.count_operator()?;
    let turned = parser.eat_keyword("NOT");
    let named = parser.peek();
    let Operand::Path(path) = operand else { return Err(parser.refuse(IS, token)) };
    let Some((_, kind)) = TYPES.iter().find(|(name, _)| named.is_keyword(name)) else {
        if OTHER_TYPES.iter().any(|name| named.is_keyword(name)) {
            let text = format!(
                "Unsupported data type for IS operator: {}. Supported data types are [MISSING, NULL, BOOLEAN, BLOB, STRING, NUMERIC, STRUCT, TUPLE, LIST]",
                named.text
            );
            return Err(parser.refuse(&text, named));
        }
        return Err(parser.malformed("Expected type name"));
    };
    parser.next();
    let made = match *kind {
        "" => Condition::NotExists(path),
        kind => Condition::Type(path, AttributeValue::S(kind.into())),
    };
    Ok(if turned { negated(made) } else { made })
}

fn primary(parser: &mut Parser<'_>, after: bool) -> Result<Part, Error> {
    let token = parser.peek();
    if parser.eat_symbol("(") {
        let inner = parser.deeper(|parser| any(parser, false))?;
        parser.expect_symbol(")", "RIGHT_PAREN")?;
        return Ok(inner);
    }
    if let Some(value) = literal::value(parser)? {
        return Ok(Part::Operand(Operand::Value(value.into())));
    }
    if token.is_keyword("MISSING") {
        return Err(parser.refuse("MISSING must be compared using IS operator", token));
    }
    if token.kind == Kind::Word && parser.peek_second().is_symbol("(") && !token.is_keyword("IN") {
        return function(parser, token);
    }
    match parser.path()? {
        Some(path) => Ok(Part::Operand(Operand::Path(path))),
        None => Err(parser.no_term(after)),
    }
}

fn function(parser: &mut Parser<'_>, token: Token<'_>) -> Result<Part, Error> {
    let name = token.text.to_ascii_lowercase();
    if name != "size" && !check::is_condition_function(&name) {
        return Err(parser.refuse(&format!("Unrecognized function: {name}"), token));
    }
    parser.next();
    parser.next();
    parser.count_operator()?;
    let arguments = parser.deeper(arguments)?;
    Ok(if name == "size" {
        Part::Operand(check::value_function(Grammar::Condition, &mut parser.faults, &name, arguments))
    } else {
        Part::Condition(check::condition_function(&mut parser.faults, &name, arguments))
    })
}

/// The operands up to a closing parenthesis, which is taken; there may be none.
fn arguments(parser: &mut Parser<'_>) -> Result<Vec<Operand>, Error> {
    parser.listed(")", "RIGHT_PAREN", |parser, _| operand(parser, false))
}

fn operand(parser: &mut Parser<'_>, after: bool) -> Result<Operand, Error> {
    let token = parser.peek();
    match parser.deeper(|parser| primary(parser, after))? {
        Part::Operand(operand) => Ok(operand),
        Part::Condition(_) => Err(parser.refuse("A condition cannot stand where a value was to be", token)),
    }
}
