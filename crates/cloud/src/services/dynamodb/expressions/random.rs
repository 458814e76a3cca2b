//! The evaluator against the plain one, over random conditions and items: some thousand of them, the same in every run.

use serde_json::{Map, Value, json};

use super::super::wire::read_item;
use super::plain::{Operand, Tree, holds, refused};
use super::{Condition, Kind, Placeholders};
use crate::sim::rng::Rng;

const CASES: usize = 6_000;
const ITEMS: usize = 3;
const NAMES: [&str; 4] = ["a", "b", "c", "status"];
const SIGNS: [&str; 6] = ["=", "<>", "<", "<=", ">", ">="];

fn below(rng: &mut Rng, bound: usize) -> usize {
    usize::try_from(rng.below(bound as u64)).unwrap()
}

fn pick<'a, T: ?Sized>(rng: &mut Rng, from: &[&'a T]) -> &'a T {
    from[below(rng, from.len())]
}

/// Values are few, so that equal ones meet; some are written in two ways.
fn value(rng: &mut Rng, depth: usize) -> Value {
    let text = |rng: &mut Rng| json!(pick(rng, &["", "a", "ab", "b", "ü"]));
    let number = |rng: &mut Rng| json!(pick(rng, &["0", "1", "1.0", "-1", "2", "0.5", "1e1", "10"]));
    let bytes = |rng: &mut Rng| json!(pick(rng, &["", "AA==", "AAE=", "AQ=="]));
    match below(rng, if depth == 0 { 8 } else { 10 }) {
        0 | 1 => json!({"S": text(rng)}),
        2 | 3 => json!({"N": number(rng)}),
        4 => json!({"B": bytes(rng)}),
        5 => json!({"BOOL": below(rng, 2) == 0}),
        6 => json!({"NULL": true}),
        7 => match below(rng, 5) {
            0 => json!({"SS": ["a"]}),
            1 => json!({"SS": ["b", "a"]}),
            2 => json!({"NS": ["1.0", "2"]}),
            3 => json!({"NS": ["2", "1"]}),
            _ => json!({"BS": ["AA=="]}),
        },
        8 => {
            let list: Vec<Value> = (0..below(rng, 3)).map(|_| value(rng, depth - 1)).collect();
            json!({"L": list})
        }
        _ => {
            let mut map = Map::new();
            for name in ["x", "y"] {
                if below(rng, 2) == 0 {
                    map.insert(name.to_owned(), value(rng, depth - 1));
                }
            }
            json!({"M": map})
        }
    }
}

fn item(rng: &mut Rng) -> Value {
    let mut item = Map::new();
    for name in NAMES {
        if below(rng, 4) > 0 {
            item.insert(name.to_owned(), value(rng, 2));
        }
    }
    Value::Object(item)
}

fn path(rng: &mut Rng) -> Vec<Value> {
    let mut path = vec![json!(pick(rng, &NAMES))];
    while below(rng, 3) == 0 {
        path.push(match below(rng, 4) {
            0 => json!("x"),
            1 => json!("y"),
            at => json!(at - 2),
        });
    }
    path
}

fn operand(rng: &mut Rng) -> Operand {
    match below(rng, 7) {
        0..=2 => Operand::Path(path(rng)),
        3 => Operand::Size(path(rng)),
        _ => Operand::Given(value(rng, 1)),
    }
}

fn tree(rng: &mut Rng, depth: usize) -> Tree {
    let parts = |rng: &mut Rng| (0..2 + below(rng, 2)).map(|_| tree(rng, depth - 1)).collect();
    match below(rng, if depth == 0 { 10 } else { 16 }) {
        0..=3 => {
            let sign = SIGNS[below(rng, SIGNS.len())];
            Tree::Compare(sign, operand(rng), operand(rng))
        }
        4 => Tree::Between(operand(rng), operand(rng), operand(rng)),
        5 => Tree::In(operand(rng), (0..=below(rng, 3)).map(|_| operand(rng)).collect()),
        6 => Tree::Exists(Operand::Path(path(rng))),
        7 => Tree::NotExists(Operand::Path(path(rng))),
        8 => {
            let wanted = pick(rng, &["S", "N", "B", "BOOL", "NULL", "SS", "NS", "BS", "L", "M"]);
            Tree::Type(Operand::Path(path(rng)), Operand::Given(json!({"S": wanted})))
        }
        9 => match below(rng, 2) {
            0 => Tree::BeginsWith(operand(rng), operand(rng)),
            _ => Tree::Contains(operand(rng), operand(rng)),
        },
        10 | 11 => Tree::Or(parts(rng)),
        12 | 13 => Tree::And(parts(rng)),
        _ => Tree::Not(Box::new(tree(rng, depth - 1))),
    }
}

/// How tightly a condition holds together: `OR` least.
fn rank(tree: &Tree) -> u8 {
    match tree {
        Tree::Or(_) => 0,
        Tree::And(_) => 1,
        Tree::Not(_) => 2,
        _ => 3,
    }
}

/// A condition as text, with no more parentheses than it needs but for some at random, and its placeholders.
struct Writer<'a> {
    rng: &'a mut Rng,
    names: Map<String, Value>,
    values: Map<String, Value>,
}

impl Writer<'_> {
    fn keyword(&mut self, word: &str) -> String {
        let word = if below(self.rng, 2) == 0 { word.to_owned() } else { word.to_ascii_lowercase() };
        let space = pick(self.rng, &[" ", "  ", "\n"]);
        format!("{space}{word} ")
    }

    fn path(&mut self, path: &[Value]) -> String {
        let mut text = String::new();
        for step in path {
            let Some(name) = step.as_str() else {
                text.push_str(&format!("[{step}]"));
                continue;
            };
            let dot = if text.is_empty() { "" } else { "." };
            // `status` is reserved, so that it always needs a placeholder.
            if name == "status" || below(self.rng, 3) == 0 {
                self.names.insert(format!("#{name}"), json!(name));
                text.push_str(&format!("{dot}#{name}"));
            } else {
                text.push_str(&format!("{dot}{name}"));
            }
        }
        text
    }

    fn operand(&mut self, operand: &Operand) -> String {
        match operand {
            Operand::Path(path) => self.path(path),
            Operand::Size(path) => format!("size({})", self.path(path)),
            Operand::Given(value) => {
                let name = format!(":v{}", self.values.len());
                self.values.insert(name.clone(), value.clone());
                name
            }
        }
    }

    fn operands(&mut self, operands: &[&Operand]) -> String {
        operands.iter().map(|operand| self.operand(operand)).collect::<Vec<_>>().join(", ")
    }

    /// `tree` where something holds as tightly as `outer` stands around it.
    fn within(&mut self, tree: &Tree, outer: u8) -> String {
        let text = self.tree(tree);
        if rank(tree) < outer || below(self.rng, 8) == 0 { format!("({text})") } else { text }
    }

    fn chain(&mut self, parts: &[Tree], word: &str, rank: u8) -> String {
        let mut text = self.within(&parts[0], rank);
        for part in &parts[1..] {
            text.push_str(&self.keyword(word));
            text.push_str(&self.within(part, rank));
        }
        text
    }

    fn tree(&mut self, tree: &Tree) -> String {
        match tree {
            Tree::Or(parts) => self.chain(parts, "OR", 0),
            Tree::And(parts) => self.chain(parts, "AND", 1),
            Tree::Not(inner) => format!("{}{}", self.keyword("NOT"), self.within(inner, 2)),
            Tree::Compare(sign, left, right) => format!("{} {sign} {}", self.operand(left), self.operand(right)),
            Tree::Between(operand, low, high) => {
                let (operand, between, low) = (self.operand(operand), self.keyword("BETWEEN"), self.operand(low));
                format!("{operand}{between}{low}{}{}", self.keyword("AND"), self.operand(high))
            }
            Tree::In(operand, choices) => {
                let (operand, keyword) = (self.operand(operand), self.keyword("IN"));
                format!("{operand}{keyword}({})", self.operands(&choices.iter().collect::<Vec<_>>()))
            }
            Tree::Exists(path) => format!("attribute_exists({})", self.operand(path)),
            Tree::NotExists(path) => format!("attribute_not_exists({})", self.operand(path)),
            Tree::Type(path, wanted) => format!("attribute_type({})", self.operands(&[path, wanted])),
            Tree::BeginsWith(operand, prefix) => format!("begins_with({})", self.operands(&[operand, prefix])),
            Tree::Contains(operand, part) => format!("contains({})", self.operands(&[operand, part])),
        }
    }
}

#[test]
fn the_evaluator_agrees_with_a_plain_one() {
    let mut rng = Rng::new(2_012);
    let (mut evaluated, mut held) = (0, 0);
    for case in 0..CASES {
        let condition = tree(&mut rng, 3);
        let mut writer = Writer { rng: &mut rng, names: Map::new(), values: Map::new() };
        let text = writer.tree(&condition);
        let mut body = json!({});
        for (field, map) in [("ExpressionAttributeNames", writer.names), ("ExpressionAttributeValues", writer.values)] {
            if !map.is_empty() {
                body[field] = Value::Object(map);
            }
        }
        let told = |error: &dyn std::fmt::Debug| format!("case {case}: {text}\n{body}\n{error:?}");
        let mut placeholders = Placeholders::read(body.as_object().unwrap(), true, None).unwrap();
        let parsed = Condition::parse(Kind::Condition, &text, &mut placeholders);
        assert_eq!(parsed.is_err(), refused(&condition), "{}", told(&parsed));
        let Ok(parsed) = parsed else { continue };
        placeholders.finish().unwrap_or_else(|error| panic!("{}", told(&error)));
        for _ in 0..ITEMS {
            let item = item(&mut rng);
            let expected = holds(&condition, &item);
            assert_eq!(parsed.holds(&read_item(&item).unwrap()), expected, "{}\n{item}", told(&condition));
            evaluated += 1;
            held += usize::from(expected);
        }
    }
    // Neither nearly all nor nearly none may hold, or the cases would say little.
    assert!(evaluated > CASES, "{evaluated} of {} could be evaluated", CASES * ITEMS);
    assert!((evaluated / 5..evaluated * 4 / 5).contains(&held), "{held} of {evaluated} hold");
}
