//! What the operators do.

use super::evaluate::Evaluator;
use super::heap::{Fault, Heap, Value};
use super::tree::{Expression, Operator};

/// Whether a value counts as true. Nothing and false do not; all else does, an empty text too.
pub const fn holds(value: &Value) -> bool {
    !matches!(value, Value::Null | Value::Bool(false))
}

/// A number with the other sign; nothing when it is none.
pub fn negative(value: &Value) -> Value {
    match value {
        Value::Integer(number) => number.checked_neg().map_or(Value::Null, Value::Integer),
        Value::Decimal(number) => Value::Decimal(-number),
        _ => Value::Null,
    }
}

/// Operators of one precedence, from left to right.
pub fn chain(
    evaluator: &mut Evaluator<'_>,
    first: &Expression,
    others: &[(Operator, Expression)],
) -> Result<Value, Fault> {
    let mut left = evaluator.value(first)?;
    for (operator, right) in others {
        left = match operator {
            Operator::Or if holds(&left) => Value::Bool(true),
            Operator::And if !holds(&left) => Value::Bool(false),
            Operator::Or | Operator::And => Value::Bool(holds(&evaluator.value(right)?)),
            _ => {
                let right = evaluator.value(right)?;
                apply(&evaluator.heap, *operator, &left, &right)?
            }
        };
    }
    Ok(left)
}

fn apply(heap: &Heap, operator: Operator, left: &Value, right: &Value) -> Result<Value, Fault> {
    Ok(match operator {
        Operator::Equal => Value::Bool(equal(heap, left, right)?),
        Operator::NotEqual => Value::Bool(!equal(heap, left, right)?),
        Operator::Less | Operator::LessOrEqual | Operator::Greater | Operator::GreaterOrEqual => {
            let Some(order) = number(left).zip(number(right)).and_then(|(left, right)| left.partial_cmp(&right)) else {
                return Ok(Value::Bool(false));
            };
            Value::Bool(match operator {
                Operator::Less => order.is_lt(),
                Operator::LessOrEqual => order.is_le(),
                Operator::Greater => order.is_gt(),
                _ => order.is_ge(),
            })
        }
        Operator::Plus if matches!(left, Value::Text(_)) || matches!(right, Value::Text(_)) => {
            let mut text = heap.print(left)?;
            text.push_str(&heap.print(right)?);
            heap.text(&text)?
        }
        _ => arithmetic(operator, left, right),
    })
}

/// Whether two values are equal. Nothing equals an empty text, so that a test for either finds what is missing.
pub fn equal(heap: &Heap, left: &Value, right: &Value) -> Result<bool, Fault> {
    Ok(match (left, right) {
        (Value::Null, Value::Null) => true,
        (Value::Null, Value::Text(text)) | (Value::Text(text), Value::Null) => text.is_empty(),
        (Value::Null, _) | (_, Value::Null) => false,
        (Value::Bool(left), Value::Bool(right)) => left == right,
        (Value::Integer(left), Value::Integer(right)) => left == right,
        (Value::Text(left), Value::Text(right)) => {
            heap.work(left.len().min(right.len()))?;
            left == right
        }
        _ => match number(left).zip(number(right)) {
            Some((left, right)) => left == right,
            None => heap.print(left)? == heap.print(right)?,
        },
    })
}

/// A value as a number; none when it is not.
fn number(value: &Value) -> Option<f64> {
    match value {
        Value::Integer(number) => Some(*number as f64),
        Value::Decimal(number) => Some(*number),
        _ => None,
    }
}

/// Whole numbers stay whole; what has no result, a division by zero among it, is nothing.
fn arithmetic(operator: Operator, left: &Value, right: &Value) -> Value {
    if let (Value::Integer(left), Value::Integer(right)) = (left, right) {
        let result = match operator {
            Operator::Plus => left.checked_add(*right),
            Operator::Minus => left.checked_sub(*right),
            Operator::Times => left.checked_mul(*right),
            Operator::Over => left.checked_div(*right),
            _ => left.checked_rem(*right),
        };
        return result.map_or(Value::Null, Value::Integer);
    }
    let Some((left, right)) = number(left).zip(number(right)) else { return Value::Null };
    match operator {
        Operator::Plus => Value::Decimal(left + right),
        Operator::Minus => Value::Decimal(left - right),
        Operator::Times => Value::Decimal(left * right),
        Operator::Over if right != 0.0 => Value::Decimal(left / right),
        Operator::Modulo if right != 0.0 => Value::Decimal(left % right),
        _ => Value::Null,
    }
}
