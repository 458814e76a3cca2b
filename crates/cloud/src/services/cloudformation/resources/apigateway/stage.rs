//! AWS::ApiGateway::Stage.

use serde_json::{Value as Json, json};

use super::super::{Kind, Made, Order, Properties, TAGS, items, text};
use super::{below, changes, delete_at, escaped, members, patch, replace, tags};
use crate::services::cloudformation::calls::{Caller, Outcome};
use crate::services::cloudformation::shape::{Property, Shape, optional, required};

/// What a stage may say of a method, and the end of the path of its patch.
const SETTINGS: [(&str, &str); 10] = [
    ("MetricsEnabled", "metrics/enabled"),
    ("LoggingLevel", "logging/loglevel"),
    ("DataTraceEnabled", "logging/dataTrace"),
    ("ThrottlingBurstLimit", "throttling/burstLimit"),
    ("ThrottlingRateLimit", "throttling/rateLimit"),
    ("CachingEnabled", "caching/enabled"),
    ("CacheTtlInSeconds", "caching/ttlInSeconds"),
    ("CacheDataEncrypted", "caching/dataEncrypted"),
    ("HttpMethod", ""),
    ("ResourcePath", ""),
];

const PROPERTIES: &[Property] = &[
    required("RestApiId", Shape::Text),
    optional("StageName", Shape::Text),
    optional("DeploymentId", Shape::Text),
    optional("Description", Shape::Text),
    optional("Variables", Shape::Texts),
    optional("TracingEnabled", Shape::Text),
    optional("CacheClusterEnabled", Shape::Text),
    optional("CacheClusterSize", Shape::Text),
    optional("DocumentationVersion", Shape::Text),
    optional(
        "AccessLogSetting",
        Shape::Object(&[optional("DestinationArn", Shape::Text), optional("Format", Shape::Text)]),
    ),
    optional(
        "MethodSettings",
        Shape::List(&Shape::Object(&[
            optional("MetricsEnabled", Shape::Text),
            optional("LoggingLevel", Shape::OneOf(&["OFF", "ERROR", "INFO"])),
            optional("DataTraceEnabled", Shape::Text),
            optional("ThrottlingBurstLimit", Shape::Integer),
            optional("ThrottlingRateLimit", Shape::Text),
            optional("CachingEnabled", Shape::Text),
            optional("CacheTtlInSeconds", Shape::Integer),
            optional("CacheDataEncrypted", Shape::Text),
            optional("HttpMethod", Shape::Text),
            optional("ResourcePath", Shape::Text),
        ])),
    ),
    TAGS,
];

/// The type.
pub static STAGE: Kind = Kind {
    name: "AWS::ApiGateway::Stage",
    properties: PROPERTIES,
    attributes: &[],
    name_property: "StageName",
    fixed: &["RestApiId", "StageName"],
    create,
    update,
    delete: |caller, name, properties| delete_at(caller, &below(properties, &format!("/stages/{name}"))),
};

fn create(caller: &mut Caller<'_, '_>, order: &Order<'_>, made: &mut Made) -> Outcome<()> {
    let properties = order.properties;
    let mut stage = members(properties, PROPERTIES);
    for name in ["restApiId", "accessLogSetting", "methodSettings", "tags"] {
        stage.remove(name);
    }
    stage.extend(tags(properties).map(|tags| ("tags".to_owned(), tags)));
    caller.apigateway("POST", &below(properties, "/stages"), Some(Json::Object(stage)))?;
    made.physical_id = text(properties, "StageName");
    let mut patches = settings(properties);
    patches.extend(log(&Properties::new(), properties));
    patch(caller, &at(properties), patches)
}

fn update(caller: &mut Caller<'_, '_>, _: &str, old: &Properties, new: &Properties) -> Outcome<()> {
    let mut patches = changes(
        old,
        new,
        &[
            ("DeploymentId", "/deploymentId"),
            ("Description", "/description"),
            ("TracingEnabled", "/tracingEnabled"),
            ("CacheClusterEnabled", "/cacheClusterEnabled"),
            ("DocumentationVersion", "/documentationVersion"),
        ],
    );
    let variables = |properties: &Properties| properties.get("Variables").and_then(Json::as_object).cloned();
    let (before, after) = (variables(old).unwrap_or_default(), variables(new).unwrap_or_default());
    for name in before.keys().filter(|name| !after.contains_key(*name)) {
        patches.push(json!({"op": "remove", "path": format!("/variables/{}", escaped(name))}));
    }
    for name in after.keys().filter(|name| before.get(*name) != after.get(*name)) {
        let path = format!("/variables/{}", escaped(name));
        patches.push(json!({"op": "add", "path": path, "value": text(&after, name)}));
    }
    if old.get("MethodSettings") != new.get("MethodSettings") {
        let before = items(old, "MethodSettings").iter().filter_map(Json::as_object);
        let said =
            before.filter(|setting| SETTINGS.iter().any(|(name, end)| !end.is_empty() && setting.contains_key(*name)));
        let mut gone: Vec<String> = said.map(method_path).collect();
        gone.sort();
        gone.dedup();
        patches.extend(gone.into_iter().map(|path| json!({"op": "remove", "path": path})));
        patches.extend(settings(new));
    }
    patches.extend(log(old, new));
    patch(caller, &at(new), patches)
}

fn at(properties: &Properties) -> String {
    below(properties, &format!("/stages/{}", text(properties, "StageName")))
}

/// The patches of the access log's settings.
fn log(old: &Properties, new: &Properties) -> Vec<Json> {
    if old.get("AccessLogSetting") == new.get("AccessLogSetting") {
        return Vec::new();
    }
    let Some(settings) = new.get("AccessLogSetting").and_then(Json::as_object) else {
        return vec![json!({"op": "remove", "path": "/accessLogSettings"})];
    };
    let paths = [("DestinationArn", "/accessLogSettings/destinationArn"), ("Format", "/accessLogSettings/format")];
    let given = paths.iter().filter(|(name, _)| settings.contains_key(*name));
    given.map(|(name, path)| replace(path, &text(settings, name))).collect()
}

/// The patches of the methods' settings.
fn settings(properties: &Properties) -> Vec<Json> {
    let mut patches = Vec::new();
    for setting in items(properties, "MethodSettings").iter().filter_map(Json::as_object) {
        let path = method_path(setting);
        let given = SETTINGS.iter().filter(|(name, end)| !end.is_empty() && setting.contains_key(*name));
        patches.extend(given.map(|(name, end)| replace(&format!("{path}/{end}"), &text(setting, name))));
    }
    patches
}

/// The path of a method's settings: `/*/*`, `/~1users/GET`. A template writes the slashes after the first as `~1`.
fn method_path(setting: &Properties) -> String {
    let path = text(setting, "ResourcePath");
    let path = match path.strip_prefix('/').unwrap_or(&path) {
        "*" => "*".to_owned(),
        path if path.starts_with("~1") => path.to_owned(),
        path => format!("~1{}", path.replace('/', "~1")),
    };
    let verb = Some(text(setting, "HttpMethod")).filter(|verb| !verb.is_empty());
    format!("/{path}/{}", verb.as_deref().unwrap_or("*"))
}
