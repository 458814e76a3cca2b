//! The types of resource that CloudFormation can deploy here, one file each.

pub mod apigateway;
mod bucket;
mod bucket_policy;
mod bucket_settings;
mod event_invoke_config;
mod function;
pub mod http_api;
mod inline_code;
mod log_group;
mod permission;
mod policy;
mod role;
mod table;

pub use bucket::BUCKET;
pub use bucket_policy::BUCKET_POLICY;
pub use event_invoke_config::EVENT_INVOKE_CONFIG;
pub use function::FUNCTION;
pub use log_group::LOG_GROUP;
pub use permission::PERMISSION;
pub use policy::POLICY;
pub use role::ROLE;
pub use table::TABLE;

use serde_json::{Map, Value as Json};

use super::calls::{Caller, Outcome};
use super::intrinsics::Resource as Made;
use super::shape::{Property, Shape, optional, required};

/// The properties of a resource with their functions resolved.
pub type Properties = Map<String, Json>;

/// A type of resource: what it looks like and which calls make, change and delete one.
#[derive(Debug)]
pub struct Kind {
    /// Its name: `AWS::S3::Bucket`.
    pub name: &'static str,
    /// The properties that are simulated.
    pub properties: &'static [Property],
    /// What `Fn::GetAtt` can ask for.
    pub attributes: &'static [&'static str],
    /// The property that names a resource; empty when there is none.
    pub name_property: &'static str,
    /// Properties that cannot be changed: a resource with another value is another resource.
    pub fixed: &'static [&'static str],
    /// Makes one. `made` gets its physical id as soon as there is something to delete.
    pub create: fn(&mut Caller<'_, '_>, &Order<'_>, &mut Made) -> Outcome<()>,
    /// Makes the one called by the second argument as the fourth says; the third says how it was.
    pub update: fn(&mut Caller<'_, '_>, &str, &Properties, &Properties) -> Outcome<()>,
    /// Deletes one, or as much of it as there is.
    pub delete: fn(&mut Caller<'_, '_>, &str, &Properties) -> Outcome<()>,
}

/// A tag, as most types of resource take it.
const TAG: Shape = Shape::Object(&[required("Key", Shape::Text), required("Value", Shape::Text)]);
/// A list of them.
const TAGS: Property = optional("Tags", Shape::List(&TAG));

/// What is to be made.
pub struct Order<'a> {
    /// The stack's name.
    pub stack: &'a str,
    /// The logical id.
    pub id: &'a str,
    /// The properties.
    pub properties: &'a Properties,
}

impl Order<'_> {
    /// The name that the template gives, or one that CloudFormation invents: stack, logical id and chance,
    /// at most `longest` characters.
    fn name(&self, property: &str, longest: usize, caller: &mut Caller<'_, '_>) -> String {
        let given = text(self.properties, property);
        if !given.is_empty() {
            return given;
        }
        let suffix = caller.suffix();
        let mut name = format!("{}-{}", self.stack, self.id);
        name.truncate(longest - suffix.len() - 1);
        format!("{name}-{suffix}")
    }
}

/// A property as text; empty when it is not there.
fn text(properties: &Properties, name: &str) -> String {
    match properties.get(name) {
        Some(Json::String(text)) => text.clone(),
        Some(value @ (Json::Number(_) | Json::Bool(_))) => value.to_string(),
        _ => String::new(),
    }
}

/// A property as a whole number; none when it is not there.
fn number(properties: &Properties, name: &str) -> Option<Json> {
    text(properties, name).parse::<i64>().ok().map(Json::from)
}

/// The items of a list; none when it is not there.
fn items<'a>(properties: &'a Properties, name: &str) -> &'a [Json] {
    properties.get(name).and_then(Json::as_array).map_or(&[], Vec::as_slice)
}

/// A JSON object of what is there of `fields`.
fn object(fields: impl IntoIterator<Item = (&'static str, Option<Json>)>) -> Properties {
    fields.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))).collect()
}

/// A property as JSON text; none when it is not there.
fn text_value(properties: &Properties, name: &str) -> Option<Json> {
    properties.contains_key(name).then(|| Json::from(text(properties, name)))
}

/// What is changed by making another: nothing is left to update.
fn never_updated(_: &mut Caller<'_, '_>, _: &str, _: &Properties, _: &Properties) -> Outcome<()> {
    Ok(())
}
