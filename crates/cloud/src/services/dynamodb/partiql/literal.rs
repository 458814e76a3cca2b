//! Values as a statement writes them: texts, numbers, lists, maps, sets and parameters.

use std::sync::Arc;

use serde_json::{Value, json};

use super::super::error::Error;
use super::super::limits::MAX_NESTING;
use super::super::number::{self, Number};
use super::super::value::{AttributeValue, Item};
use super::super::wire::{TOO_DEEP, read_value, write_value};
use super::parser::Parser;
use super::token::{Kind, Token};

/// Takes a value if one comes next.
///
/// # Errors
/// When it begins like one and cannot be one.
pub fn value(parser: &mut Parser<'_>) -> Result<Option<AttributeValue>, Error> {
    let value = nested(parser)?;
    match &value {
        Some(value) if value.is_deeper_than(MAX_NESTING - 1) => Err(Error::invalid(TOO_DEEP)),
        _ => Ok(value),
    }
}

fn nested(parser: &mut Parser<'_>) -> Result<Option<AttributeValue>, Error> {
    let token = parser.peek();
    let words =
        [("TRUE", AttributeValue::Bool(true)), ("FALSE", AttributeValue::Bool(false)), ("NULL", AttributeValue::Null)];
    let value = match token.kind {
        Kind::Text => AttributeValue::S(token.unquoted().into()),
        Kind::Number => number(parser, token, false)?,
        Kind::Parameter => parser.parameter()?,
        Kind::Symbol if token.text == "-" && parser.peek_second().kind == Kind::Number => {
            parser.next();
            let token = parser.peek();
            number(parser, token, true)?
        }
        Kind::Symbol => {
            return Ok(match token.text {
                "[" => Some(parser.deeper(list)?),
                "{" => Some(AttributeValue::M(parser.deeper(map)?)),
                "<<" => Some(parser.deeper(set)?),
                _ => None,
            });
        }
        Kind::Word => match words.into_iter().find(|(word, _)| token.is_keyword(word)) {
            Some((_, value)) => value,
            None => return Ok(None),
        },
        Kind::Quoted | Kind::Broken | Kind::End => return Ok(None),
    };
    parser.next();
    Ok(Some(value))
}

fn number(parser: &Parser<'_>, token: Token<'_>, negative: bool) -> Result<AttributeValue, Error> {
    let text = if negative { format!("-{}", token.text) } else { token.text.to_owned() };
    let exponent = token.text.split_once(['e', 'E']).map_or("0", |(_, exponent)| exponent);
    if exponent.parse::<i32>().is_err() {
        return Err(parser.malformed(""));
    }
    match Number::parse(&text) {
        Ok(number) => Ok(AttributeValue::N(number)),
        Err(number::Fault::NotNumeric) => Err(parser.malformed("Unexpected term")),
        Err(fault) => Err(Error::Validation(format!("{} under {}", fault.message(&text), parser.under))),
    }
}

/// Reads a value that must be there, with `step` added to where it stands.
fn within(parser: &mut Parser<'_>, step: &str) -> Result<AttributeValue, Error> {
    let outer = parser.under.len();
    parser.under.push_str(step);
    let token = parser.peek();
    let value = nested(parser)?.ok_or_else(|| {
        // A function's name where a value was to be has a text of its own.
        if token.kind == Kind::Word && parser.peek_second().is_symbol("(") {
            let text = format!("Unsupported data type: {} under key root", token.text.to_ascii_lowercase());
            return parser.refuse(&text, token);
        }
        parser.no_term(false)
    })?;
    parser.under.truncate(outer);
    Ok(value)
}

/// Reads elements up to `close`, with its bracket and what AWS calls it.
fn elements(parser: &mut Parser<'_>, close: &str, name: &str) -> Result<Vec<AttributeValue>, Error> {
    parser.next();
    parser.listed(close, name, |parser, at| within(parser, &format!("[{at}]")))
}

fn list(parser: &mut Parser<'_>) -> Result<AttributeValue, Error> {
    Ok(AttributeValue::L(elements(parser, "]", "RIGHT_BRACKET")?))
}

/// Reads `{'name': value}`.
///
/// # Errors
/// When it is malformed, or has a name twice.
pub fn map(parser: &mut Parser<'_>) -> Result<Item, Error> {
    parser.next();
    let mut map = Item::new();
    parser.listed("}", "RIGHT_BRACE", |parser, _| {
        let token = parser.peek();
        if !matches!(token.kind, Kind::Text | Kind::Quoted) {
            return Err(parser.malformed("Expected string for tuple key"));
        }
        parser.next();
        let name: Arc<str> = token.unquoted().into();
        parser.expect_symbol(":", "COLON")?;
        let value = within(parser, &format!(".{name}"))?;
        if map.insert(name.clone(), value).is_some() {
            return Err(Error::Validation(format!("Duplicate keys in tuple. Key: {name} under {}", parser.under)));
        }
        Ok(())
    })?;
    Ok(map)
}

/// A bag is a set of texts, numbers or bytes. It is read by the wire's reader, for its texts about sets.
fn set(parser: &mut Parser<'_>) -> Result<AttributeValue, Error> {
    let values = elements(parser, ">>", "RIGHT_DOUBLE_ANGLE_BRACKET")?;
    let Some(kind) = values.first().map(AttributeValue::type_name) else {
        return Err(Error::invalid("Empty bags are not supported"));
    };
    let (wire, name) = match kind {
        "S" => ("SS", "String"),
        "N" => ("NS", "Number"),
        "B" => ("BS", "Binary"),
        _ => {
            return Err(Error::invalid(
                "Unsupported data type in Bag. DynamoDB only supports either numbers or strings in bags",
            ));
        }
    };
    if let Some(other) = values.iter().find(|value| value.type_name() != kind) {
        let found = other.long_type_name();
        return Err(Error::Validation(format!(
            "Unexpected data type {found} in {name} Set under key {}",
            parser.under
        )));
    }
    let members: Vec<Value> = values.iter().map(|value| write_value(value)[kind].clone()).collect();
    read_value(&json!({wire: members}))
}
