//! What an `UPDATE` sets and removes, read into the same update that `UpdateItem` carries out.

use super::super::error::Error;
use super::super::expressions::condition::Operand;
use super::super::expressions::fault::Kind as Grammar;
use super::super::expressions::update::check_paths;
use super::super::expressions::{Path, Update, check};
use super::super::value::AttributeValue;
use super::literal;
use super::parser::Parser;
use super::token::{Kind, Token};

/// Reads `SET path = …, … REMOVE path, …`; each may come more than once.
///
/// # Errors
/// When there is none of them, or one is malformed.
pub fn update(parser: &mut Parser<'_>) -> Result<Update, Error> {
    let mut update = Update::default();
    loop {
        if parser.eat_keyword("SET") {
            set(parser, &mut update)?;
            while parser.eat_symbol(",") {
                set(parser, &mut update)?;
            }
        } else if parser.eat_keyword("REMOVE") {
            update.remove.push(parser.expect_path()?);
            while parser.eat_symbol(",") {
                update.remove.push(parser.expect_path()?);
            }
        } else if update.paths().next().is_none() {
            return Err(parser.malformed("Expected data manipulation"));
        } else {
            check_paths(&update.paths().collect::<Vec<_>>(), &mut parser.faults);
            return Ok(update);
        }
    }
}

fn set(parser: &mut Parser<'_>, update: &mut Update) -> Result<(), Error> {
    let target = parser.expect_path()?;
    parser.expect_symbol("=", "EQ")?;
    parser.count_operator()?;
    let token = parser.peek();
    for (name, adds) in [("SET_ADD", true), ("SET_DELETE", false)] {
        if token.is_keyword(name) && parser.peek_second().is_symbol("(") {
            let value = set_function(parser, name, token, &target)?;
            let changes = if adds { &mut update.add } else { &mut update.delete };
            changes.push((target, value.into()));
            return Ok(());
        }
    }
    let left = operand(parser, false)?;
    let sign = parser.peek();
    let value = match sign.text {
        "+" | "-" if sign.kind == Kind::Symbol => {
            parser.next();
            parser.count_operator()?;
            let right = operand(parser, true)?;
            check::arithmetic(&mut parser.faults, sign.text, &left, &right);
            let make = if sign.text == "+" { Operand::Plus } else { Operand::Minus };
            make(Box::new(left), Box::new(right))
        }
        "*" | "/" | "%" if sign.kind == Kind::Symbol => {
            let text = format!("Unsupported operator in Update Expression. Operator: {}", sign.text);
            return Err(parser.refuse(&text, sign));
        }
        _ if sign.is_keyword("IS") => {
            return Err(parser.refuse("IS operator is not supported in update expressions", sign));
        }
        _ => left,
    };
    update.set.push((target, value));
    Ok(())
}

/// Reads `set_add(path, set)` and answers the set; the path must be the one that is set.
fn set_function(parser: &mut Parser<'_>, name: &str, token: Token<'_>, target: &Path) -> Result<AttributeValue, Error> {
    parser.next();
    parser.next();
    let first = parser.peek();
    let arguments = arguments(parser)?;
    let [held, added] = arguments.as_slice() else {
        return Err(parser.refuse(&format!("{name} must have exactly two arguments"), token));
    };
    if !matches!(held, Operand::Path(path) if path == target) {
        return Err(parser.refuse(&format!("The first argument to {name} must equal the assignment value"), token));
    }
    match added {
        Operand::Value(value) if matches!(value.type_name(), "SS" | "NS" | "BS") => Ok(AttributeValue::clone(value)),
        _ => Err(parser.refuse(&format!("The second argument to {name} must be a value with type SET"), first)),
    }
}

fn arguments(parser: &mut Parser<'_>) -> Result<Vec<Operand>, Error> {
    parser.listed(")", "RIGHT_PAREN", |parser, _| operand(parser, false))
}

fn operand(parser: &mut Parser<'_>, after: bool) -> Result<Operand, Error> {
    parser.deeper(|parser| {
        let token = parser.peek();
        if parser.eat_symbol("(") {
            let inner = operand(parser, false)?;
            parser.expect_symbol(")", "RIGHT_PAREN")?;
            return Ok(inner);
        }
        if let Some(value) = literal::value(parser)? {
            return Ok(Operand::Value(value.into()));
        }
        if token.kind == Kind::Word && parser.peek_second().is_symbol("(") {
            let name = token.text.to_ascii_lowercase();
            if !["list_append", "if_not_exists"].contains(&&*name) {
                return Err(parser.refuse(&format!("Unrecognized function: {name}"), token));
            }
            parser.next();
            parser.next();
            parser.count_operator()?;
            let arguments = arguments(parser)?;
            return Ok(check::value_function(Grammar::Update, &mut parser.faults, &name, arguments));
        }
        parser.path()?.map(Operand::Path).ok_or_else(|| parser.no_term(after))
    })
}
