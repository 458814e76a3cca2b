//! A second evaluator, for tests: conditions as plain trees over items as the wire has them. It shares nothing with the
//! first but the rules, and is written to be read, not to be fast.

use std::cmp::Ordering;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

/// A condition.
#[derive(Clone, Debug)]
pub enum Tree {
    Or(Vec<Tree>),
    And(Vec<Tree>),
    Not(Box<Tree>),
    Compare(&'static str, Operand, Operand),
    Between(Operand, Operand, Operand),
    In(Operand, Vec<Operand>),
    Exists(Operand),
    NotExists(Operand),
    Type(Operand, Operand),
    BeginsWith(Operand, Operand),
    Contains(Operand, Operand),
}

/// Something that has a value. A path is names and, as numbers, list indexes.
#[derive(Clone, Debug, PartialEq)]
pub enum Operand {
    Path(Vec<Value>),
    Given(Value),
    Size(Vec<Value>),
}

/// The type of a value and what it holds.
pub fn parts(value: &Value) -> (&str, &Value) {
    let (kind, held) = value.as_object().unwrap().iter().next().unwrap();
    (kind, held)
}

fn number(text: &Value) -> f64 {
    text.as_str().unwrap().parse().unwrap()
}

fn bytes(text: &Value) -> Vec<u8> {
    STANDARD.decode(text.as_str().unwrap()).unwrap()
}

fn find(path: &[Value], item: &Value) -> Option<Value> {
    let mut held = item.get(path[0].as_str().unwrap())?.clone();
    for step in &path[1..] {
        held = match step.as_str() {
            Some(name) => held.get("M")?.get(name)?.clone(),
            None => held.get("L")?.get(usize::try_from(step.as_u64().unwrap()).unwrap())?.clone(),
        };
    }
    Some(held)
}

fn size(value: &Value) -> Option<usize> {
    let (kind, held) = parts(value);
    match kind {
        "S" => Some(held.as_str().unwrap().len()),
        "B" => Some(bytes(held).len()),
        "M" => Some(held.as_object().unwrap().len()),
        "L" | "SS" | "NS" | "BS" => Some(held.as_array().unwrap().len()),
        _ => None,
    }
}

fn value(operand: &Operand, item: &Value) -> Option<Value> {
    match operand {
        Operand::Path(path) => find(path, item),
        Operand::Given(value) => Some(value.clone()),
        Operand::Size(path) => Some(serde_json::json!({"N": size(&find(path, item)?)?.to_string()})),
    }
}

fn equal(left: &Value, right: &Value) -> bool {
    let ((kind, left), (other, right)) = (parts(left), parts(right));
    if kind != other {
        return false;
    }
    let all = |held: &Value, other: &Value, same: &dyn Fn(&Value, &Value) -> bool| {
        let (held, other) = (held.as_array().unwrap(), other.as_array().unwrap());
        held.len() == other.len() && held.iter().all(|one| other.iter().any(|two| same(one, two)))
    };
    match kind {
        "N" => number(left) == number(right),
        "SS" | "BS" => all(left, right, &|one, two| one == two),
        "NS" => all(left, right, &|one, two| number(one) == number(two)),
        "L" => {
            let (left, right) = (left.as_array().unwrap(), right.as_array().unwrap());
            left.len() == right.len() && left.iter().zip(right).all(|(left, right)| equal(left, right))
        }
        "M" => {
            let (left, right) = (left.as_object().unwrap(), right.as_object().unwrap());
            left.len() == right.len()
                && left.iter().all(|(name, left)| right.get(name).is_some_and(|right| equal(left, right)))
        }
        _ => left == right,
    }
}

fn order(left: &Value, right: &Value) -> Option<Ordering> {
    let ((kind, left), (other, right)) = (parts(left), parts(right));
    match kind {
        _ if kind != other => None,
        "S" => Some(left.as_str().unwrap().as_bytes().cmp(right.as_str().unwrap().as_bytes())),
        "N" => number(left).partial_cmp(&number(right)),
        "B" => Some(bytes(left).cmp(&bytes(right))),
        _ => None,
    }
}

fn compare(sign: &str, left: Option<Value>, right: Option<Value>) -> bool {
    let (Some(left), Some(right)) = (left, right) else { return sign == "<>" };
    match sign {
        "=" => equal(&left, &right),
        "<>" => !equal(&left, &right),
        "<" => order(&left, &right) == Some(Ordering::Less),
        ">" => order(&left, &right) == Some(Ordering::Greater),
        "<=" => matches!(order(&left, &right), Some(Ordering::Less | Ordering::Equal)),
        _ => matches!(order(&left, &right), Some(Ordering::Greater | Ordering::Equal)),
    }
}

fn contains(held: &Value, part: &Value) -> bool {
    let ((kind, held), (other, sought)) = (parts(held), parts(part));
    let any = |same: &dyn Fn(&Value) -> bool| held.as_array().unwrap().iter().any(same);
    match (kind, other) {
        ("S", "S") => held.as_str().unwrap().contains(sought.as_str().unwrap()),
        ("B", "B") => {
            let (held, sought) = (bytes(held), bytes(sought));
            (0..=held.len()).any(|at| held[at..].starts_with(&sought))
        }
        ("SS", "S") | ("BS", "B") => any(&|one| one == sought),
        ("NS", "N") => any(&|one| number(one) == number(sought)),
        ("L", _) => any(&|one| equal(one, part)),
        _ => false,
    }
}

/// Whether `tree` holds for `item`.
pub fn holds(tree: &Tree, item: &Value) -> bool {
    match tree {
        Tree::Or(parts) => parts.iter().any(|part| holds(part, item)),
        Tree::And(parts) => parts.iter().all(|part| holds(part, item)),
        Tree::Not(inner) => !holds(inner, item),
        Tree::Compare(sign, left, right) => compare(sign, value(left, item), value(right, item)),
        Tree::Between(operand, low, high) => {
            compare(">=", value(operand, item), value(low, item))
                && compare("<=", value(operand, item), value(high, item))
        }
        Tree::In(operand, choices) => {
            choices.iter().any(|choice| compare("=", value(operand, item), value(choice, item)))
        }
        Tree::Exists(path) => value(path, item).is_some(),
        Tree::NotExists(path) => value(path, item).is_none(),
        Tree::Type(path, wanted) => match (value(path, item), wanted) {
            (Some(held), Operand::Given(wanted)) => parts(&held).0 == wanted["S"],
            _ => false,
        },
        Tree::BeginsWith(operand, prefix) => match (value(operand, item), value(prefix, item)) {
            (Some(held), Some(prefix)) => match (parts(&held), parts(&prefix)) {
                (("S", held), ("S", prefix)) => held.as_str().unwrap().starts_with(prefix.as_str().unwrap()),
                (("B", held), ("B", prefix)) => bytes(held).starts_with(&bytes(prefix)),
                _ => false,
            },
            _ => false,
        },
        Tree::Contains(operand, part) => match (value(operand, item), value(part, item)) {
            (Some(held), Some(part)) => contains(&held, &part),
            _ => false,
        },
    }
}

/// Whether `tree` is refused before any item is looked at: an operand of a type that cannot fit, bounds the wrong way
/// round, or a path that is compared with itself.
pub fn refused(tree: &Tree) -> bool {
    let fits = |operand: &Operand, types: &[&str]| match operand {
        Operand::Path(_) => true,
        Operand::Given(value) => types.contains(&parts(value).0),
        Operand::Size(_) => types.contains(&"N"),
    };
    let same = |left: &Operand, right: &Operand| matches!(left, Operand::Path(_)) && left == right;
    let ordered = ["S", "N", "B"];
    match tree {
        Tree::Or(parts) | Tree::And(parts) => parts.iter().any(refused),
        Tree::Not(inner) => refused(inner),
        Tree::Compare(sign, left, right) => {
            let orders = !matches!(*sign, "=" | "<>");
            same(left, right) || orders && [left, right].iter().any(|side| !fits(side, &ordered))
        }
        Tree::Between(operand, low, high) => {
            let crossed = match (low, high) {
                (Operand::Given(low), Operand::Given(high)) => {
                    parts(low).0 != parts(high).0 || order(low, high) == Some(Ordering::Greater)
                }
                _ => false,
            };
            let bounds = [operand, low, high];
            crossed || same(operand, low) || same(operand, high) || !bounds.iter().all(|bound| fits(bound, &ordered))
        }
        Tree::BeginsWith(operand, prefix) => {
            same(operand, prefix) || !fits(operand, &["S", "B"]) || !fits(prefix, &["S", "B"])
        }
        Tree::Contains(operand, part) => same(operand, part) || !fits(operand, &["S", "B", "SS", "NS", "BS", "L"]),
        Tree::In(..) | Tree::Exists(_) | Tree::NotExists(_) | Tree::Type(..) => false,
    }
}
