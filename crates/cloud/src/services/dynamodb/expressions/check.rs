//! Whether functions and operators have the operands they take, as far as an expression alone shows it.

use super::super::value::AttributeValue;
use super::condition::{Comparison, Condition, Operand};
use super::fault::{Fault, Faults, Kind};
use super::path::Path;

const CONDITION_FUNCTIONS: [&str; 5] =
    ["attribute_exists", "attribute_not_exists", "attribute_type", "begins_with", "contains"];
/// As AWS lists them.
const TYPES: [&str; 10] = ["B", "NULL", "SS", "BOOL", "L", "BS", "N", "NS", "S", "M"];

/// Whether `name` is a function that is a condition.
#[must_use]
pub fn is_condition_function(name: &str) -> bool {
    CONDITION_FUNCTIONS.contains(&name)
}

/// Notes that `name` stands where it may not.
pub fn misused(faults: &mut Faults, name: &str) {
    faults.note(
        Fault::Misused,
        format!("The function is not allowed to be used this way in an expression; function: {name}"),
    );
}

/// Notes that `name` has a number of operands that it does not take.
pub fn count(faults: &mut Faults, name: &str, operands: usize) {
    faults.note(
        Fault::Count,
        format!(
            "Incorrect number of operands for operator or function; operator or function: {name}, number of operands: {operands}"
        ),
    );
}

fn wrong_type(faults: &mut Faults, name: &str, found: &str) {
    faults.note(
        Fault::Type,
        format!("Incorrect operand type for operator or function; operator or function: {name}, operand type: {found}"),
    );
}

fn pathless(faults: &mut Faults, name: &str) {
    faults.note(Fault::Type, format!("Operator or function requires a document path; operator or function: {name}"));
}

fn distinct(faults: &mut Faults, name: &str, first: &Operand, others: &[&Operand]) {
    if let Operand::Path(path) = first
        && others.contains(&first)
    {
        let text = format!(
            "The first operand must be distinct from the remaining operands for this operator or function; operator: {name}, first operand: {path}"
        );
        faults.note(Fault::Distinct, text);
    }
}

/// The type of an operand, where it is known without an item.
fn known_type(operand: &Operand) -> Option<&'static str> {
    match operand {
        Operand::Value(value) => Some(value.type_name()),
        Operand::Size(_) => Some("N"),
        _ => None,
    }
}

fn requires(faults: &mut Faults, name: &str, operand: &Operand, types: &[&str]) {
    if let Some(found) = known_type(operand).filter(|found| !types.contains(found)) {
        wrong_type(faults, name, found);
    }
}

/// Checks a comparison.
pub fn comparison(faults: &mut Faults, comparison: Comparison, left: &Operand, right: &Operand) {
    distinct(faults, comparison.sign(), left, &[right]);
    if !matches!(comparison, Comparison::Equal | Comparison::NotEqual) {
        for operand in [left, right] {
            requires(faults, comparison.sign(), operand, &["S", "N", "B"]);
        }
    }
}

/// Checks a `BETWEEN`.
pub fn between(faults: &mut Faults, operand: &Operand, low: &Operand, high: &Operand) {
    distinct(faults, "BETWEEN", operand, &[low, high]);
    for operand in [operand, low, high] {
        requires(faults, "BETWEEN", operand, &["S", "N", "B"]);
    }
    let (Operand::Value(low), Operand::Value(high)) = (low, high) else { return };
    let bounds = format!("lower bound operand: AttributeValue: {low}, upper bound operand: AttributeValue: {high}");
    if low.type_name() != high.type_name() {
        let text = "The BETWEEN operator requires same data type for lower and upper bounds";
        faults.note(Fault::Type, format!("{text}; {bounds}"));
    } else if low.order(high).is_some_and(std::cmp::Ordering::is_gt) {
        let text = "The BETWEEN operator requires upper bound to be greater than or equal to lower bound";
        faults.note(Fault::Type, format!("{text}; {bounds}"));
    }
}

/// The condition that a function is, checked.
pub fn condition_function(faults: &mut Faults, name: &str, arguments: Vec<Operand>) -> Condition {
    let expected = if name.ends_with("exists") { 1 } else { 2 };
    if arguments.len() != expected {
        count(faults, name, arguments.len());
        return Condition::Undefined;
    }
    let mut arguments = arguments.into_iter();
    let first = arguments.next().unwrap_or(Operand::Undefined);
    let second = arguments.next().unwrap_or(Operand::Undefined);
    match name {
        "begins_with" => {
            distinct(faults, name, &first, &[&second]);
            requires(faults, name, &first, &["S", "B"]);
            requires(faults, name, &second, &["S", "B"]);
            Condition::BeginsWith(first, second)
        }
        "contains" => {
            distinct(faults, name, &first, &[&second]);
            requires(faults, name, &first, &["S", "B", "SS", "NS", "BS", "L"]);
            Condition::Contains(first, second)
        }
        _ => {
            let Operand::Path(path) = first else {
                pathless(faults, name);
                return Condition::Undefined;
            };
            match name {
                "attribute_exists" => Condition::Exists(path),
                "attribute_not_exists" => Condition::NotExists(path),
                _ => attribute_type(faults, path, second),
            }
        }
    }
}

fn attribute_type(faults: &mut Faults, path: Path, wanted: Operand) -> Condition {
    let named = match &wanted {
        Operand::Value(value) => match &**value {
            AttributeValue::S(name) => Some(name.clone()),
            _ => None,
        },
        _ => None,
    };
    match named {
        Some(name) if TYPES.contains(&&*name) => Condition::Type(path, AttributeValue::S(name)),
        Some(name) => {
            let valid = TYPES.join(",");
            let text = format!("Invalid attribute type name found; type: {name}, valid types: {{{valid}}}");
            faults.note(Fault::Type, text);
            Condition::Undefined
        }
        None => {
            let found = known_type(&wanted).unwrap_or("{NS,SS,L,BS,N,M,B,BOOL,NULL,S}");
            wrong_type(faults, "attribute_type", found);
            Condition::Undefined
        }
    }
}

/// The operand that a function is, checked.
pub fn value_function(kind: Kind, faults: &mut Faults, name: &str, arguments: Vec<Operand>) -> Operand {
    let expected = match name {
        "size" => 1,
        "if_not_exists" | "list_append" => 2,
        _ if is_condition_function(name) => {
            misused(faults, name);
            return Operand::Undefined;
        }
        _ => {
            faults.note(Fault::UnknownFunction, format!("Invalid function name; function: {name}"));
            return Operand::Undefined;
        }
    };
    if (kind == Kind::Update) == (name == "size") {
        misused(faults, name);
        return Operand::Undefined;
    }
    if arguments.len() != expected {
        count(faults, name, arguments.len());
        return Operand::Undefined;
    }
    let mut arguments = arguments.into_iter();
    let first = arguments.next().unwrap_or(Operand::Undefined);
    match (name, arguments.next(), first) {
        ("size", _, first) => {
            requires(faults, name, &first, &["S", "B", "SS", "NS", "BS", "L", "M"]);
            Operand::Size(Box::new(first))
        }
        ("if_not_exists", Some(second), Operand::Path(path)) => Operand::IfNotExists(path, Box::new(second)),
        ("list_append", Some(second), first) => {
            requires(faults, name, &first, &["L"]);
            requires(faults, name, &second, &["L"]);
            Operand::ListAppend(Box::new(first), Box::new(second))
        }
        _ => {
            pathless(faults, name);
            Operand::Undefined
        }
    }
}

/// Checks `+` or `-`.
pub fn arithmetic(faults: &mut Faults, sign: &str, left: &Operand, right: &Operand) {
    for operand in [left, right] {
        requires(faults, sign, operand, &["N"]);
    }
}
