//! The evaluator against a table of conditions, and the texts about expressions that are wrong.

use serde_json::json;

use super::super::wire::read_item;
use super::{Condition, Kind, Placeholders, Projection, Update};

fn placeholders() -> Placeholders {
    let body = json!({
        "ExpressionAttributeNames": {"#s": "status", "#a": "a"},
        "ExpressionAttributeValues": {":one": {"N": "1"}, ":two": {"N": "2"}, ":x": {"S": "x"}, ":set": {"SS": ["x"]}, ":list": {"L": []},
            ":true": {"BOOL": true}, ":type": {"S": "N"}, ":bytes": {"B": "AQ=="}},
    });
    Placeholders::read(body.as_object().unwrap(), true, None).unwrap()
}

#[track_caller]
fn holds(condition: &str, expected: bool) {
    let item = read_item(&json!({"n": {"N": "1.0"}, "s": {"S": "xyz"}, "xs": {"SS": ["x", "y"]}, "status": {"S": "x"},
        "m": {"M": {"l": {"L": [{"N": "1"}, {"N": "2"}]}}}, "b": {"B": "AAEC"}}));
    let parsed = Condition::parse(Kind::Condition, condition, &mut placeholders()).unwrap();
    assert_eq!(parsed.holds(&item.unwrap()), expected, "{condition}");
}

#[test]
fn conditions_hold_as_on_aws() {
    for condition in [
        "n = :one",
        "n <> :x",
        "nothing <> :one",
        "n < :two",
        "s >= :x",
        "n BETWEEN :one AND :two",
        "n IN (:two, :one)",
        "attribute_exists(m.l[1])",
        "attribute_not_exists(m.l[2])",
        "attribute_type(n, :type)",
        "begins_with(s, :x)",
        "contains(s, :x)",
        "contains(xs, :x)",
        "contains(m.l, :two)",
        "contains(b, :bytes)",
        "size(xs) = :two",
        "size(m.l) > :one",
        "NOT n = :two",
        "n = :two OR n = :one AND s > :x",
        "(n = :two OR n = :one) AND s > :x",
        "not (n = :two) and #s = :x",
        "size(#s) = n",
        "(n) = :one",
    ] {
        holds(condition, true);
    }
    for condition in [
        "nothing = nowhere",
        "n = :x",
        "n < :x",
        "nothing < :one",
        "xs = :x",
        "attribute_exists(m.q)",
        "size(n) = :one",
        "NOT n = :one OR n = :two",
        "contains(n, :one)",
        "n BETWEEN :two AND :two",
    ] {
        holds(condition, false);
    }
}

#[track_caller]
fn refuses(kind: Kind, text: &str, message: &str) {
    let mut held = placeholders();
    let error = match kind {
        Kind::Update => Update::parse(text, &mut held).map(|_| ()),
        Kind::Projection => Projection::parse(text, &mut held).map(|_| ()),
        _ => Condition::parse(kind, text, &mut held).map(|_| ()),
    };
    assert_eq!(error, Err(kind.invalid(message)), "{text}");
}

#[test]
fn wrong_conditions_are_told_in_aws_words() {
    for (text, message) in [
        ("", "The expression can not be empty;"),
        ("n = ", r#"Syntax error; token: "<EOF>", near: "=""#),
        ("n IN ()", r#"Syntax error; token: ")", near: "()""#),
        ("n ! :one", r#"Syntax error; token: "!", near: "n ! :one""#),
        ("a", r#"Syntax error; token: "<EOF>", near: "a""#),
        ("status = :x", "Attribute name is a reserved keyword; reserved keyword: status"),
        ("#q = :x", "An expression attribute name used in the document path is not defined; attribute name: #q"),
        ("a = :q", "An expression attribute value used in expression is not defined; attribute value: :q"),
        ("foo(a)", "Invalid function name; function: foo"),
        ("size(a)", "The function is not allowed to be used this way in an expression; function: size"),
        (
            "begins_with(a)",
            "Incorrect number of operands for operator or function; operator or function: begins_with, number of operands: 1",
        ),
        (
            "begins_with(a, :one)",
            "Incorrect operand type for operator or function; operator or function: begins_with, operand type: N",
        ),
        (
            "attribute_exists(:x)",
            "Operator or function requires a document path; operator or function: attribute_exists",
        ),
        (
            "attribute_type(a, :x)",
            "Invalid attribute type name found; type: x, valid types: {B,NULL,SS,BOOL,L,BS,N,NS,S,M}",
        ),
        ("a < :true", "Incorrect operand type for operator or function; operator or function: <, operand type: BOOL"),
        ("((a = :one))", "The expression has redundant parentheses;"),
        (
            "a = a",
            "The first operand must be distinct from the remaining operands for this operator or function; operator: =, first operand: [a]",
        ),
        (
            "a BETWEEN :one AND :x",
            "The BETWEEN operator requires same data type for lower and upper bounds; lower bound operand: AttributeValue: {N:1}, upper bound operand: AttributeValue: {S:x}",
        ),
        (
            "a BETWEEN :two AND :one",
            "The BETWEEN operator requires upper bound to be greater than or equal to lower bound; lower bound operand: AttributeValue: {N:2}, upper bound operand: AttributeValue: {N:1}",
        ),
    ] {
        refuses(Kind::Condition, text, message);
    }
}

#[test]
fn wrong_updates_are_told_in_aws_words() {
    for (text, message) in [
        ("SET _123 = :x", r#"Syntax error; token: "_", near: "SET _123""#),
        ("SET a = :one SET b = :one", r#"The "SET" section can only be used once in an update expression;"#),
        (
            "REMOVE c[3][3], c[3]",
            "Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [c, [3], [3]], path two: [c, [3]]",
        ),
        (
            "REMOVE a.c, a[1]",
            "Two document paths conflict with each other; must remove or rewrite one of these paths; path one: [a, c], path two: [a, [1]]",
        ),
        ("ADD a :x", "Incorrect operand type for operator or function; operator: ADD, operand type: STRING"),
        ("DELETE a :one", "Incorrect operand type for operator or function; operator: DELETE, operand type: NUMBER"),
        ("SET a = b - :x", "Incorrect operand type for operator or function; operator or function: -, operand type: S"),
        ("SET a = size(b)", "The function is not allowed to be used this way in an expression; function: size"),
    ] {
        refuses(Kind::Update, text, message);
    }
    refuses(
        Kind::Projection,
        "a, a",
        "Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [a], path two: [a]",
    );
}

#[test]
fn hostile_expressions_end_soon() {
    let deep = format!("{}a = :one", "NOT ".repeat(1_000));
    refuses(Kind::Condition, &deep, "The expression has too many nested levels;");
    let wide = format!("n = :one{}", " or n = :one".repeat(200));
    refuses(
        Kind::Condition,
        &wide,
        "The expression contains too many operators; the maximum allowed number of operators is 300",
    );
    let brackets = format!("{}a", "(".repeat(4_000));
    refuses(Kind::Condition, &brackets, "The expression has too many nested levels;");
    let long = "a".repeat(4_097);
    refuses(Kind::Projection, &long, "Expression size has exceeded the maximum allowed size; expression size: 4097");
}
