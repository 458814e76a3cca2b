//! `$input`: the body and the parameters of a request, or the body of an integration's answer.

use std::rc::Rc;

use super::evaluate::Evaluator;
use super::heap::{Fault, Heap, Origin, Value};
use super::path::{Found, Path};
use super::print::within;

impl Evaluator<'_> {
    /// `$input.body`. A request without a body has an empty object.
    pub fn body_text(&mut self) -> Result<Value, Fault> {
        let body = self.scope.body.as_str();
        self.heap.text(if body.is_empty() { "{}" } else { body })
    }

    /// `$input.name(arguments)`
    pub fn input(&mut self, name: &str, arguments: &[Value]) -> Result<Value, Fault> {
        match (name, arguments) {
            ("json", [path]) => {
                let path = self.heap.print(path)?;
                self.find(&path, |heap, found| {
                    let text = match found {
                        Found::Nothing => "\"\"".to_owned(),
                        Found::One(value) => value.to_string(),
                        Found::Many(values) => joined(&values)?,
                    };
                    heap.work(text.len())?;
                    heap.text(&text)
                })
            }
            ("path", [path]) => {
                let path = self.heap.print(path)?;
                self.find(&path, |heap, found| match found {
                    Found::Nothing => Ok(Value::Null),
                    Found::One(value) => heap.adopt(Origin::Json, value),
                    Found::Many(values) => {
                        let values = values.into_iter().map(|value| heap.adopt(Origin::Json, value));
                        let values = values.collect::<Result<_, _>>()?;
                        heap.list(Origin::Json, values)
                    }
                })
            }
            ("params", []) => self.all_params(),
            ("params", [name]) => {
                let name = self.heap.print(name)?;
                let params = &self.scope.params;
                let found = [&params.path, &params.querystring, &params.header]
                    .into_iter()
                    .find_map(|place| place.get(&name))
                    .map_or("", String::as_str);
                self.heap.text(found)
            }
            _ => Ok(Value::Null),
        }
    }

    /// Looks for what a JSONPath points at in the body, and hands it to `then`.
    fn find(
        &mut self,
        path: &str,
        then: impl FnOnce(&mut Heap, Found<'_>) -> Result<Value, Fault>,
    ) -> Result<Value, Fault> {
        let path = Path::parse(path).map_err(|problem| Fault::new(format!("Invalid JSONPath {path:?}: {problem}")))?;
        if self.body.is_none() {
            let text = if self.scope.body.trim().is_empty() { "{}" } else { self.scope.body.as_str() };
            self.heap.work(text.len())?;
            let body = serde_json::from_str(text).map_err(|error| Fault {
                text: format!("Could not parse request body into json: {error}"),
                body: true,
            })?;
            self.body = Some(body);
        }
        let Some(body) = &self.body else { return Ok(Value::Null) };
        let found = path.find(body, &self.heap)?;
        then(&mut self.heap, found)
    }

    fn all_params(&mut self) -> Result<Value, Fault> {
        let params = &self.scope.params;
        let mut all = Vec::with_capacity(3);
        for (name, place) in [("path", &params.path), ("querystring", &params.querystring), ("header", &params.header)]
        {
            let mut entries = Vec::with_capacity(place.len());
            for (key, value) in place {
                entries.push((Rc::from(key.as_str()), self.heap.text(value)?));
            }
            all.push((Rc::from(name), self.heap.map(Origin::Java, entries)?));
        }
        self.heap.map(Origin::Java, all)
    }
}

/// Values as a JSON array.
fn joined(values: &[&serde_json::Value]) -> Result<String, Fault> {
    let mut text = String::from("[");
    for (index, value) in values.iter().enumerate() {
        if index > 0 {
            text.push(',');
        }
        text.push_str(&value.to_string());
        within(&text)?;
    }
    text.push(']');
    Ok(text)
}
