//! Carrying a template out.

use std::collections::BTreeMap;
use std::rc::Rc;

use serde_json::Value as Json;

use super::heap::{Fault, Heap, Origin, Value};
use super::limits::{NESTING, ROUNDS};
use super::operators::{chain, holds, negative};
use super::print::within;
use super::tree::{Expression, Node, Position, Reference, Step};
use super::{RenderError, Scope};

/// A rendering under way.
pub struct Evaluator<'a> {
    pub scope: &'a Scope,
    pub heap: Heap,
    pub variables: BTreeMap<String, Value>,
    /// The body as JSON, once it was asked for.
    pub body: Option<Json>,
    blocks: &'a [Vec<Node>],
    /// Where the directive or reference stands that is being carried out.
    pub at: Position,
    /// How many `#define`d blocks are being rendered within each other.
    depth: usize,
}

/// What comes after a node.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Flow {
    Next,
    Break,
    Stop,
}

/// Renders a template.
pub fn render(nodes: &[Node], blocks: &[Vec<Node>], scope: &mut Scope) -> Result<String, RenderError> {
    let mut evaluator = Evaluator {
        scope,
        heap: Heap::default(),
        variables: BTreeMap::new(),
        body: None,
        blocks,
        at: Position { line: 1, column: 1 },
        depth: 0,
    };
    let result = evaluator.whole(nodes);
    let at = evaluator.at;
    match result {
        Ok((text, request, response)) => {
            scope.request_override = request;
            scope.response_override = response;
            Ok(text)
        }
        Err(Fault { text, body }) => Err(RenderError { line: at.line, column: at.column, text, body_at_fault: body }),
    }
}

impl Evaluator<'_> {
    /// Renders everything: the text, and the overrides of request and response.
    fn whole(&mut self, nodes: &[Node]) -> Result<(String, Json, Json), Fault> {
        let context = self.heap.adopt(Origin::Java, &self.scope.context)?;
        let request = self.heap.adopt(Origin::Java, &self.scope.request_override)?;
        let response = self.heap.adopt(Origin::Java, &self.scope.response_override)?;
        if let Value::Map(map) = context {
            self.heap.put(map, "requestOverride", request.clone())?;
            self.heap.put(map, "responseOverride", response.clone())?;
        }
        self.variables.insert("context".to_owned(), context);
        let mut stage_variables = Vec::new();
        for (name, value) in &self.scope.stage_variables {
            stage_variables.push((Rc::from(name.as_str()), self.heap.text(value)?));
        }
        let stage_variables = self.heap.map(Origin::Java, stage_variables)?;
        self.variables.insert("stageVariables".to_owned(), stage_variables);
        self.variables.insert("input".to_owned(), Value::Input);
        self.variables.insert("util".to_owned(), Value::Util);
        let mut out = String::new();
        self.nodes(nodes, &mut out)?;
        Ok((out, self.heap.to_json(&request, 0)?, self.heap.to_json(&response, 0)?))
    }

    fn nodes(&mut self, nodes: &[Node], out: &mut String) -> Result<Flow, Fault> {
        for node in nodes {
            self.heap.step(1)?;
            let flow = match node {
                Node::Text(text) => {
                    out.push_str(text);
                    within(out)?;
                    Flow::Next
                }
                Node::Reference(reference) => {
                    self.print(reference, out)?;
                    Flow::Next
                }
                Node::Escaped(slashes, reference) => {
                    self.escaped(*slashes, reference, out)?;
                    Flow::Next
                }
                Node::Set(at, target, value) => {
                    self.at = *at;
                    let value = self.value(value)?;
                    self.at = *at;
                    self.assign(target, value)?;
                    Flow::Next
                }
                Node::If(branches, otherwise) => self.condition(branches, otherwise, out)?,
                Node::Foreach(at, name, list, body) => self.foreach(*at, name, list, body, out)?,
                Node::Define(name, block) => {
                    self.variables.insert(name.clone(), Value::Block(*block));
                    Flow::Next
                }
                Node::Break => Flow::Break,
                Node::Stop => Flow::Stop,
            };
            if flow != Flow::Next {
                return Ok(flow);
            }
        }
        Ok(Flow::Next)
    }

    fn condition(
        &mut self,
        branches: &[(Position, Expression, Vec<Node>)],
        otherwise: &[Node],
        out: &mut String,
    ) -> Result<Flow, Fault> {
        for (at, condition, body) in branches {
            self.at = *at;
            if holds(&self.value(condition)?) {
                return self.nodes(body, out);
            }
        }
        self.nodes(otherwise, out)
    }

    fn foreach(
        &mut self,
        at: Position,
        name: &str,
        list: &Expression,
        body: &[Node],
        out: &mut String,
    ) -> Result<Flow, Fault> {
        self.at = at;
        let items = match self.value(list)? {
            Value::List(list) => self.heap.items(list).1.to_vec(),
            Value::Map(map) => self.heap.fields(map).1.iter().map(|(_, value)| value.clone()).collect(),
            _ => return Ok(Flow::Next),
        };
        self.heap.step(items.len() / 64)?;
        let outer = ["foreach", "velocityCount", name].map(|name| (name, self.variables.get(name).cloned()));
        let parent = self.variables.get("foreach").cloned().unwrap_or(Value::Null);
        let state = self.heap.map(Origin::Java, vec![("parent".into(), parent)])?;
        self.variables.insert("foreach".to_owned(), state.clone());
        let length = items.len();
        let mut flow = Flow::Next;
        for (index, item) in items.into_iter().take(ROUNDS).enumerate() {
            self.heap.step(1)?;
            let number = i64::try_from(index).unwrap_or(i64::MAX);
            if let Value::Map(map) = state {
                let fields = self.heap.fields_mut(map);
                fields.put("index".into(), Value::Integer(number));
                fields.put("count".into(), Value::Integer(number + 1));
                fields.put("first".into(), Value::Bool(index == 0));
                fields.put("last".into(), Value::Bool(index + 1 == length));
                fields.put("hasNext".into(), Value::Bool(index + 1 < length));
            }
            self.variables.insert("velocityCount".to_owned(), Value::Integer(number + 1));
            self.variables.insert(name.to_owned(), item);
            match self.nodes(body, out)? {
                Flow::Next => {}
                Flow::Break => break,
                Flow::Stop => {
                    flow = Flow::Stop;
                    break;
                }
            }
        }
        for (name, value) in outer {
            match value {
                Some(value) => self.variables.insert(name.to_owned(), value),
                None => self.variables.remove(name),
            };
        }
        Ok(flow)
    }

    /// Writes a reference's value, or what stands for it when it has none.
    fn print(&mut self, reference: &Reference, out: &mut String) -> Result<(), Fault> {
        match self.resolve(reference)? {
            Value::Null if reference.quiet || gives_empty(&reference.name) => Ok(()),
            Value::Null => {
                out.push_str(&reference.source);
                within(out)
            }
            Value::Block(block) => self.block(block, out),
            value => self.heap.write(&value, 0, out),
        }
    }

    /// A reference behind backslashes: each two are one, and one that is left keeps the reference from being read.
    /// When it has no value, all of it is text.
    fn escaped(&mut self, slashes: usize, reference: &Reference, out: &mut String) -> Result<(), Fault> {
        if matches!(self.resolve(reference)?, Value::Null) {
            out.push_str(&"\\".repeat(slashes));
            out.push_str(&reference.source);
            return within(out);
        }
        out.push_str(&"\\".repeat(slashes / 2));
        if slashes.is_multiple_of(2) {
            return self.print(reference, out);
        }
        out.push_str(&reference.source);
        within(out)
    }

    fn block(&mut self, block: usize, out: &mut String) -> Result<(), Fault> {
        let blocks = self.blocks;
        self.depth += 1;
        if self.depth > NESTING {
            return Err(Fault::new(format!("Blocks of #define nest deeper than {NESTING} levels")));
        }
        if let Some(nodes) = blocks.get(block) {
            self.nodes(nodes, out)?;
        }
        self.depth -= 1;
        Ok(())
    }

    /// The value of a reference; nothing when any link of its chain has none.
    pub fn resolve(&mut self, reference: &Reference) -> Result<Value, Fault> {
        self.at = reference.at;
        let mut value = self.variables.get(&reference.name).cloned().unwrap_or(Value::Null);
        for step in &reference.steps {
            if matches!(value, Value::Null) {
                break;
            }
            value = self.step(&value, step)?;
        }
        self.at = reference.at;
        Ok(value)
    }

    fn step(&mut self, value: &Value, step: &Step) -> Result<Value, Fault> {
        self.heap.step(1)?;
        match step {
            Step::Property(name) => self.property(value, name),
            Step::Index(index) => {
                let index = self.value(index)?;
                self.at_index(value, &index)
            }
            Step::Method(name, arguments) => {
                let mut values = Vec::with_capacity(arguments.len());
                for argument in arguments {
                    values.push(self.value(argument)?);
                }
                self.call(value, name, &values)
            }
        }
    }

    /// The value of an expression.
    pub fn value(&mut self, expression: &Expression) -> Result<Value, Fault> {
        self.heap.step(1)?;
        Ok(match expression {
            Expression::Null => Value::Null,
            Expression::Bool(flag) => Value::Bool(*flag),
            Expression::Integer(number) => Value::Integer(*number),
            Expression::Decimal(number) => Value::Decimal(*number),
            Expression::Text(text) => self.heap.text(text)?,
            Expression::Interpolated(nodes) => {
                let mut text = String::new();
                self.nodes(nodes, &mut text)?;
                self.heap.work(text.len())?;
                self.heap.text(&text)?
            }
            Expression::Reference(reference) => match self.resolve(reference)? {
                Value::Block(block) => {
                    let mut text = String::new();
                    self.block(block, &mut text)?;
                    self.heap.text(&text)?
                }
                value => value,
            },
            Expression::List(items) => {
                let mut values = Vec::with_capacity(items.len());
                for item in items {
                    values.push(self.value(item)?);
                }
                self.heap.list(Origin::Java, values)?
            }
            Expression::Range(ends) => self.range(&ends.0, &ends.1)?,
            Expression::Map(entries) => {
                let mut values = Vec::with_capacity(entries.len());
                for (key, value) in entries {
                    let key = self.value(key)?;
                    let key = self.heap.print(&key)?;
                    values.push((Rc::from(key), self.value(value)?));
                }
                self.heap.map(Origin::Java, values)?
            }
            Expression::Not(negated) => Value::Bool(!holds(&self.value(negated)?)),
            Expression::Minus(negated) => negative(&self.value(negated)?),
            Expression::Chain(first, others) => chain(self, first, others)?,
        })
    }

    fn range(&mut self, from: &Expression, to: &Expression) -> Result<Value, Fault> {
        let (Value::Integer(from), Value::Integer(to)) = (self.value(from)?, self.value(to)?) else {
            return Ok(Value::Null);
        };
        let length = usize::try_from(from.abs_diff(to)).unwrap_or(usize::MAX).saturating_add(1);
        self.heap.step(length)?;
        let up = from <= to;
        let numbers = (0..i64::try_from(length).unwrap_or_default())
            .map(|offset| Value::Integer(if up { from + offset } else { from - offset }));
        self.heap.list(Origin::Java, numbers.collect())
    }
}

/// Whether a reference that begins with this variable and has no value writes nothing. What the gateway knows nothing
/// of is empty; a variable that the template never set is printed as it is written.
fn gives_empty(name: &str) -> bool {
    matches!(name, "context" | "input" | "stageVariables")
}
