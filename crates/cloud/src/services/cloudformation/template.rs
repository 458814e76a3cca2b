//! A template in memory, and the way from its text to one that can be deployed.

use super::catalog::Catalog;
use super::diagnostic::{Diagnostic, Report};
use super::node::{Entry, Node, Position};
use super::{graph, sections, transform, yaml};

/// A template that can be deployed: known types, simulated properties, no reference to nothing, no circle.
#[derive(Clone, Debug)]
pub struct Template {
    /// The types that it may name.
    pub catalog: &'static Catalog,
    /// What it says of itself.
    pub description: String,
    /// The transforms it asks for.
    pub transforms: Vec<String>,
    /// Its parameters.
    pub parameters: Vec<Parameter>,
    /// Its mappings.
    pub mappings: Node,
    /// Its conditions.
    pub conditions: Vec<Entry>,
    /// Its resources; after the transform, those that CloudFormation deploys.
    pub resources: Vec<Resource>,
    /// Its outputs.
    pub outputs: Vec<Output>,
}

/// A parameter of a template.
#[derive(Clone, Debug)]
pub struct Parameter {
    /// Its name.
    pub name: String,
    /// Whether its value is a list, written with commas.
    pub is_list: bool,
    /// Whether its value must be a number.
    pub is_number: bool,
    /// Its value when a call gives none.
    pub default: Option<String>,
    /// The values it may have; any when there are none.
    pub allowed: Vec<String>,
    /// What it is for.
    pub description: String,
}

/// A resource of a template.
#[derive(Clone, Debug)]
pub struct Resource {
    /// Its logical id.
    pub id: String,
    /// Where its logical id stands.
    pub at: Position,
    /// Its type: `AWS::S3::Bucket`.
    pub kind: String,
    /// Its properties, a mapping.
    pub properties: Node,
    /// What must be there first, and where the template says so.
    pub depends_on: Vec<(String, Position)>,
    /// The condition under which it is deployed.
    pub condition: Option<String>,
    /// Whether it stays when its stack goes.
    pub retained: bool,
    /// Its metadata, of which only the way a function is built matters.
    pub metadata: Option<Node>,
}

/// An output of a template.
#[derive(Clone, Debug)]
pub struct Output {
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: Node,
    /// What it is.
    pub description: String,
    /// The condition under which there is one.
    pub condition: Option<String>,
}

/// Reads, checks and transforms a template that may name the types of `catalog`.
///
/// # Errors
/// All that is wrong with it.
pub fn load(text: &str, catalog: &'static Catalog) -> Result<Template, Vec<Diagnostic>> {
    let mut report = Report::default();
    if let Some(root) = yaml::read(text, &mut report) {
        let mut template = sections::read(&root, catalog, &mut report);
        if root.get("Transform").is_some() {
            transform::apply(&mut template, root.get("Globals"), &mut report);
        } else {
            let serverless =
                template.resources.iter().filter(|resource| resource.kind.starts_with("AWS::Serverless::"));
            let places = serverless.map(|resource| (resource.at, resource.kind.as_str()));
            for (at, what) in places.chain(root.entry("Globals").map(|entry| (entry.at, "Globals"))) {
                report.refuse(
                    at,
                    format!("{what} needs `Transform: {}` at the top of the template.", transform::SERVERLESS),
                );
            }
        }
        graph::check(&template, &mut report);
        let found = report.finish();
        return if found.is_empty() { Ok(template) } else { Err(found) };
    }
    Err(report.finish())
}

impl Template {
    /// The resource called `id`.
    #[must_use]
    pub fn resource(&self, id: &str) -> Option<&Resource> {
        self.resources.iter().find(|resource| resource.id == id)
    }

    /// The condition called `name`.
    #[must_use]
    pub fn condition(&self, name: &str) -> Option<&Node> {
        self.conditions.iter().find(|entry| entry.key == name).map(|entry| &entry.node)
    }

    /// What a deployer must acknowledge: nothing, IAM resources, or IAM resources with names of their own.
    #[must_use]
    pub fn capability(&self) -> Option<&'static str> {
        let roles = || self.resources.iter().filter(|resource| resource.kind.starts_with("AWS::IAM::"));
        if roles().any(|role| role.properties.get("RoleName").is_some()) {
            return Some("CAPABILITY_NAMED_IAM");
        }
        roles().next().map(|_| "CAPABILITY_IAM")
    }

    /// The template as it is deployed, JSON, with its functions unresolved and without what has no effect.
    #[must_use]
    pub fn processed(&self) -> serde_json::Value {
        use serde_json::{Map, Value as Json};
        let mut resources = Map::new();
        for resource in &self.resources {
            let mut fields = Map::new();
            fields.insert("Type".to_owned(), Json::from(resource.kind.as_str()));
            if !resource.depends_on.is_empty() {
                let names: Vec<_> = resource.depends_on.iter().map(|(name, _)| Json::from(name.as_str())).collect();
                fields.insert("DependsOn".to_owned(), Json::from(names));
            }
            if let Some(condition) = &resource.condition {
                fields.insert("Condition".to_owned(), Json::from(condition.as_str()));
            }
            fields.insert("Properties".to_owned(), resource.properties.to_json());
            resources.insert(resource.id.clone(), Json::Object(fields));
        }
        let pairs = |pairs: &mut dyn Iterator<Item = (String, Json)>| Json::Object(pairs.collect());
        let mut root = Map::new();
        root.insert("Mappings".to_owned(), self.mappings.to_json());
        root.insert(
            "Conditions".to_owned(),
            pairs(&mut self.conditions.iter().map(|entry| (entry.key.clone(), entry.node.to_json()))),
        );
        root.insert("Resources".to_owned(), Json::Object(resources));
        root.insert(
            "Outputs".to_owned(),
            pairs(&mut self.outputs.iter().map(|output| (output.name.clone(), output.value.to_json()))),
        );
        Json::Object(root)
    }
}
