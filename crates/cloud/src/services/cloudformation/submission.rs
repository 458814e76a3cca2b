//! What CreateStack and UpdateStack are given: the form read, the template loaded, the rules of AWS applied.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::catalog::Catalog;
use super::error::Error;
use super::stack::Stack;
use super::template::{self, Template};
use super::transform::SERVERLESS;
use crate::error::ServiceError;
use crate::protocol::query::Form;

/// The longest name of a stack. AWS's value.
const LONGEST_NAME: usize = 128;

/// A template to deploy, with all that goes with it.
pub struct Submission {
    /// The stack's name (or, in an update, its ARN).
    pub name: String,
    /// The template's text.
    pub text: Arc<str>,
    /// The template.
    pub template: Template,
    /// The values of its parameters.
    pub parameters: BTreeMap<String, String>,
    /// What the caller acknowledges.
    pub capabilities: Vec<String>,
}

/// Reads a form. `previous` is the stack to update; the template may name the types of `catalog`.
///
/// # Errors
/// When the call lacks something, or the template cannot be deployed.
pub fn read(form: &Form, previous: Option<&Stack>, catalog: &'static Catalog) -> Result<Submission, ServiceError> {
    let name = stack_name(form)?.to_owned();
    let text: Arc<str> = match (template_body(form)?, previous) {
        (Some(text), _) => Arc::from(text),
        (None, Some(stack)) if form.get("UsePreviousTemplate") == Some("true") => Arc::clone(&stack.template),
        _ => return Err(Error::Validation("Either Template URL or Template Body must be specified.".to_owned()).into()),
    };
    let template = template::load(&text, catalog).map_err(Error::Template)?;
    let parameters = parameters(form, &template, previous)?;
    let capabilities: Vec<String> = members(form, "Capabilities").map(|(_, value)| value.to_owned()).collect();
    check_capabilities(&template, &capabilities)?;
    Ok(Submission { name, text, template, parameters, capabilities })
}

/// The stack that a call names.
///
/// # Errors
/// When it names none, or in a way that no stack is named.
pub fn stack_name(form: &Form) -> Result<&str, Error> {
    let refuse = |value: &str, rule: &str| {
        Error::Validation(format!(
            "1 validation error detected: Value {value} at 'stackName' failed to satisfy constraint: {rule}"
        ))
    };
    let name = form.get("StackName").ok_or_else(|| refuse("null", "Member must not be null"))?;
    if name.starts_with("arn:") {
        return Ok(name);
    }
    let well_formed = name.starts_with(|first: char| first.is_ascii_alphabetic())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    if !well_formed {
        return Err(refuse(
            &format!("'{name}'"),
            "Member must satisfy regular expression pattern: [a-zA-Z][-a-zA-Z0-9]*",
        ));
    }
    if name.len() > LONGEST_NAME {
        return Err(refuse(&format!("'{name}'"), "Member must have length less than or equal to 128"));
    }
    Ok(name)
}

/// The template that a call carries.
///
/// # Errors
/// When it is given by its address: there is nowhere to fetch it from.
pub fn template_body(form: &Form) -> Result<Option<&str>, ServiceError> {
    match form.get("TemplateURL") {
        Some(_) => {
            Err(ServiceError::not_simulated("cloudformation", "TemplateURL (send the text as TemplateBody instead)"))
        }
        None => Ok(form.get("TemplateBody")),
    }
}

/// The fields of a list: of `Parameters.member.1.ParameterKey` the part `1.ParameterKey`, with the value.
fn members<'a>(form: &'a Form, list: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
    form.iter().filter_map(move |(name, value)| {
        let rest = name.strip_prefix(list)?.strip_prefix(".member.")?;
        Some((rest, value))
    })
}

fn parameters(form: &Form, template: &Template, previous: Option<&Stack>) -> Result<BTreeMap<String, String>, Error> {
    let mut given: BTreeMap<&str, Option<&str>> = BTreeMap::new();
    for (field, key) in members(form, "Parameters") {
        let Some(number) = field.strip_suffix(".ParameterKey") else { continue };
        let part = |part: &str| form.get(&format!("Parameters.member.{number}.{part}"));
        let value = if part("UsePreviousValue") == Some("true") {
            None
        } else {
            Some(part("ParameterValue").unwrap_or_default())
        };
        given.insert(key, value);
    }
    let unknown = given.keys().filter(|key| !template.parameters.iter().any(|parameter| parameter.name == **key));
    let unknown: Vec<&str> = unknown.copied().collect();
    if !unknown.is_empty() {
        return Err(Error::Validation(format!("Parameters: [{}] do not exist in the template", unknown.join(", "))));
    }
    let mut values = BTreeMap::new();
    let mut missing = Vec::new();
    for parameter in &template.parameters {
        let held = || previous.and_then(|stack| stack.parameters.get(&parameter.name)).cloned();
        let value = match given.get(parameter.name.as_str()) {
            Some(Some(value)) => Some((*value).to_owned()),
            Some(None) => held(),
            None => parameter.default.clone(),
        };
        let Some(value) = value else {
            missing.push(parameter.name.as_str());
            continue;
        };
        if !parameter.allowed.is_empty() && !parameter.allowed.contains(&value) {
            return Err(Error::Validation(format!("Parameter '{}' must be one of AllowedValues", parameter.name)));
        }
        if parameter.is_number && value.parse::<f64>().is_err() {
            return Err(Error::Validation(format!("Parameter '{}' must be a number.", parameter.name)));
        }
        values.insert(parameter.name.clone(), value);
    }
    if !missing.is_empty() {
        return Err(Error::Validation(format!("Parameters: [{}] must have values", missing.join(", "))));
    }
    Ok(values)
}

fn check_capabilities(template: &Template, given: &[String]) -> Result<(), Error> {
    let has = |name: &str| given.iter().any(|given| given == name);
    match template.capability() {
        Some(needed) if !has(needed) && !has("CAPABILITY_NAMED_IAM") => return Err(Error::Capabilities(needed)),
        _ => {}
    }
    // Deploying a transform's result unseen is a capability of its own; `sam deploy` looks at a change set first.
    if template.transforms.iter().any(|transform| transform == SERVERLESS) && !has("CAPABILITY_AUTO_EXPAND") {
        return Err(Error::Capabilities("CAPABILITY_AUTO_EXPAND"));
    }
    Ok(())
}
