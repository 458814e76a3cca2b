//! Create, Get, Update and DeleteResource, and GetResources.
//! <https://docs.aws.amazon.com/apigateway/latest/api/API_CreateResource.html>

use std::sync::Arc;

use serde_json::Value;

use super::{answer, api, api_mut, body, done, empty, methods, page, required, resource, room};
use crate::error::ServiceError;
use crate::operation::{Answer, Call, Context, JsonBody};
use crate::protocol::uri;
use crate::services::apigateway::Error;
use crate::services::apigateway::patch::{self, Form, REPLACE, Style, Table, rule};
use crate::services::apigateway::state::{Resource, Snapshot};

/// How many resources an API may have.
pub const MAX_RESOURCES: usize = 300;

static PATCHES: Table = Table {
    rules: &[rule("/parentId", REPLACE, Form::Member), rule("/pathPart", REPLACE, Form::Member)],
    style: Style::Listed,
};

/// Makes a resource below another.
pub fn create_resource(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let part = required(call, &body(call)?, "pathPart")?;
    let parent = resource(context, call)?;
    let api = api(context, call)?;
    room(api.draft.resources.len(), MAX_RESOURCES, "resources for this API")?;
    check(&api.draft, &parent, &part, "")?;
    let made = Resource {
        id: context.rng.lower(6).into(),
        parent_id: Some(parent.id.clone()),
        path: below(&parent.path, &part),
        path_part: part,
        ..Resource::default()
    };
    let answer = answer(201, describe(&made, false));
    context.changed(format!("{} {}", api.draft.settings.name, made.path), None, Some("resource".to_owned()));
    api_mut(context, call).draft.resources.insert(made.id.clone(), Arc::new(made));
    Ok(answer)
}

/// Shows a resource.
pub fn get_resource(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    Ok(answer(200, describe(&*resource(context, call)?, embeds_methods(call))))
}

/// Lists an API's resources by their paths.
pub fn get_resources(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let api = api(context, call)?;
    let mut resources: Vec<&Arc<Resource>> = api.draft.resources.values().collect();
    resources.sort_by(|a, b| a.path.cmp(&b.path));
    let embed = embeds_methods(call);
    Ok(page(call, resources.into_iter().map(|resource| (resource.id.to_string(), describe(resource, embed))))?)
}

/// Moves a resource, with all below it.
pub fn update_resource(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let held = resource(context, call)?;
    let api = api(context, call)?;
    let patches = patch::read(call, &body(call)?, Vec::new())?;
    for patch in &patches {
        patch::apply(&mut JsonBody::new(), &PATCHES, std::slice::from_ref(patch))?;
        if held.parent_id.is_none() {
            return Err(Error::bad(format!("Root resource cannot update its {}.", patch.parts[0])).into());
        }
    }
    let mut moved = Resource::clone(&held);
    for patch in patches {
        let value = patch.value.unwrap_or_default();
        match patch.parts[0].as_str() {
            "parentId" => moved.parent_id = Some(value.into()),
            _ => moved.path_part = value,
        }
    }
    let parent = moved.parent_id.as_ref().and_then(|id| api.draft.resources.get(id));
    let parent = parent.cloned();
    if let Some(parent) = &parent {
        if parent.id == held.id || is_below(&api.draft, &parent.id, &held.id) {
            return Err(Error::bad("Resources cannot be cyclical.").into());
        }
        check(&api.draft, parent, &moved.path_part, &held.id)?;
        moved.path = below(&parent.path, &moved.path_part);
    } else if moved.parent_id.is_some() {
        return Err(Error::unknown("Resource").into());
    }
    let answer = answer(200, describe(&moved, false));
    let draft = &mut api_mut(context, call).draft;
    let id = moved.id.clone();
    draft.resources.insert(id.clone(), Arc::new(moved));
    rename_below(draft, &id);
    Ok(answer)
}

/// Deletes a resource, with all below it.
pub fn delete_resource(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let held = resource(context, call)?;
    if held.parent_id.is_none() {
        return Err(Error::bad("Root resource cannot be deleted").into());
    }
    let api = api(context, call)?;
    let gone = api.draft.resources.keys().filter(|id| **id == held.id || is_below(&api.draft, id, &held.id));
    for id in gone {
        api_mut(context, call).draft.resources.remove(id);
    }
    context.changed(format!("{} {}", api.draft.settings.name, held.path), Some("resource".to_owned()), None);
    Ok(done(202))
}

fn embeds_methods(call: &Call<'_>) -> bool {
    uri::parameters(&call.request.query)
        .any(|(name, value)| name == "embed" && value.split(',').any(|part| part == "methods"))
}

fn describe(resource: &Resource, embed: bool) -> JsonBody {
    let mut document = JsonBody::new();
    let mut put = |name: &str, value: Value| document.insert(name.to_owned(), value);
    put("id", Value::from(&*resource.id));
    if let Some(parent) = &resource.parent_id {
        put("parentId", Value::from(&**parent));
        put("pathPart", Value::from(resource.path_part.as_str()));
    }
    put("path", Value::from(resource.path.as_str()));
    if !resource.methods.is_empty() {
        let method = |(verb, method): (&Arc<str>, &Arc<_>)| {
            (verb.to_string(), if embed { Value::Object(methods::describe(method)) } else { empty() })
        };
        put("resourceMethods", resource.methods.iter().map(method).collect());
    }
    document
}

/// A path with one more part.
pub fn below(path: &str, part: &str) -> String {
    format!("{}/{part}", path.trim_end_matches('/'))
}

/// Whether `id` is somewhere below `above`.
fn is_below(draft: &Snapshot, id: &str, above: &str) -> bool {
    let parent = draft.resources.get(id).and_then(|resource| resource.parent_id.clone());
    parent.is_some_and(|parent| *parent == *above || is_below(draft, &parent, above))
}

/// Gives all below a resource the paths that follow from its own.
fn rename_below(draft: &mut Snapshot, id: &str) {
    let path = draft.resources.get(id).map(|resource| resource.path.clone()).unwrap_or_default();
    let children = draft.resources.values().filter(|held| held.parent_id.as_deref() == Some(id));
    let children: Vec<Arc<str>> = children.map(|held| held.id.clone()).collect();
    for child in children {
        if let Some(resource) = draft.resources.get_mut(&child).map(Arc::make_mut) {
            resource.path = below(&path, &resource.path_part);
        }
        rename_below(draft, &child);
    }
}

/// Refuses a part that cannot stand below `parent`. `own` is the resource that will have it, if it is there.
pub fn check(draft: &Snapshot, parent: &Resource, part: &str, own: &str) -> Result<(), Error> {
    let is_variable = |part: &str| part.starts_with('{') && part.ends_with('}');
    let name = part.strip_prefix('{').and_then(|rest| rest.strip_suffix('}'));
    let bare = name.map_or(part, |name| name.strip_suffix('+').unwrap_or(name));
    let fits =
        |c: char| c.is_ascii_alphanumeric() || "._-:".contains(c) || (name.is_none() && "%$,+~@!*'()=&;".contains(c));
    if bare.is_empty() || !bare.chars().all(fits) {
        return Err(Error::bad(
            "Resource's path part only allow a-zA-Z0-9._-: or a valid greedy path variable and curly braces at the beginning and the end.",
        ));
    }
    if parent.path_part.ends_with("+}") {
        let text = format!("Cannot create a child of a resource with a greedy path variable: {}", parent.path_part);
        return Err(Error::BadRequest(text));
    }
    let siblings = draft.resources.values();
    for sibling in siblings.filter(|held| held.parent_id.as_ref() == Some(&parent.id) && &*held.id != own) {
        if sibling.path_part == part {
            let text = format!("Another resource with the same parent already has this name: {part}");
            return Err(Error::Conflict(text));
        }
        if is_variable(part) && is_variable(&sibling.path_part) {
            return Err(Error::bad(format!(
                "A sibling ({}) of this resource already has a variable path part -- only one is allowed",
                sibling.path_part
            )));
        }
    }
    Ok(())
}
