//! AWS::ApiGateway::Resource and AWS::ApiGateway::Method.

use serde_json::{Map, Value as Json};

use super::super::{Kind, Made, Order, Properties, items, never_updated, text};
use super::{below, delete_at, members, post};
use crate::services::cloudformation::calls::{Caller, Outcome, unless_gone};
use crate::services::cloudformation::shape::{Property, Shape, optional, required};

/// The type of a path.
pub static RESOURCE: Kind = Kind {
    name: "AWS::ApiGateway::Resource",
    properties: &[
        required("RestApiId", Shape::Text),
        required("ParentId", Shape::Text),
        required("PathPart", Shape::Text),
    ],
    attributes: &["ResourceId"],
    name_property: "",
    fixed: &["RestApiId", "ParentId", "PathPart"],
    create: create_resource,
    update: never_updated,
    delete: |caller, id, properties| delete_at(caller, &below(properties, &format!("/resources/{id}"))),
};

const RESPONSE: &[Property] = &[
    required("StatusCode", Shape::Text),
    optional("ResponseParameters", Shape::Anything),
    optional("ResponseModels", Shape::Texts),
];

const INTEGRATION_RESPONSE: &[Property] = &[
    required("StatusCode", Shape::Text),
    optional("SelectionPattern", Shape::Text),
    optional("ContentHandling", Shape::Text),
    optional("ResponseParameters", Shape::Texts),
    optional("ResponseTemplates", Shape::Texts),
];

const INTEGRATION: &[Property] = &[
    optional("Type", Shape::OneOf(&["AWS", "AWS_PROXY", "HTTP", "HTTP_PROXY", "MOCK"])),
    optional("IntegrationHttpMethod", Shape::Text),
    optional("Uri", Shape::Text),
    optional("Credentials", Shape::Text),
    optional("RequestParameters", Shape::Texts),
    optional("RequestTemplates", Shape::Texts),
    optional("PassthroughBehavior", Shape::Text),
    optional("ContentHandling", Shape::Text),
    optional("TimeoutInMillis", Shape::Integer),
    optional("ConnectionType", Shape::Text),
    optional("ConnectionId", Shape::Text),
    optional("CacheNamespace", Shape::Text),
    optional("CacheKeyParameters", Shape::List(&Shape::Text)),
    optional("ResponseTransferMode", Shape::Text),
    optional("IntegrationResponses", Shape::List(&Shape::Object(INTEGRATION_RESPONSE))),
];

const PROPERTIES: &[Property] = &[
    required("RestApiId", Shape::Text),
    required("ResourceId", Shape::Text),
    required("HttpMethod", Shape::Text),
    optional("AuthorizationType", Shape::Text),
    optional("AuthorizerId", Shape::Text),
    optional("AuthorizationScopes", Shape::List(&Shape::Text)),
    optional("ApiKeyRequired", Shape::Text),
    optional("OperationName", Shape::Text),
    optional("RequestParameters", Shape::Anything),
    optional("RequestModels", Shape::Texts),
    optional("RequestValidatorId", Shape::Text),
    optional("Integration", Shape::Object(INTEGRATION)),
    optional("MethodResponses", Shape::List(&Shape::Object(RESPONSE))),
];

/// The type of a method, with its integration and answers.
pub static METHOD: Kind = Kind {
    name: "AWS::ApiGateway::Method",
    properties: PROPERTIES,
    attributes: &[],
    name_property: "",
    fixed: &["RestApiId", "ResourceId", "HttpMethod"],
    create: create_method,
    update: |caller, _, _, new| put(caller, new),
    delete: |caller, _, properties| unless_gone(caller.apigateway("DELETE", &at(properties), None)),
};

fn create_resource(caller: &mut Caller<'_, '_>, order: &Order<'_>, made: &mut Made) -> Outcome<()> {
    let parent = text(order.properties, "ParentId");
    let body = Map::from_iter([("pathPart".to_owned(), Json::from(text(order.properties, "PathPart")))]);
    let id = post(caller, &below(order.properties, &format!("/resources/{parent}")), body)?;
    made.attributes.insert("ResourceId".to_owned(), id.clone());
    made.physical_id = id;
    Ok(())
}

fn create_method(caller: &mut Caller<'_, '_>, order: &Order<'_>, made: &mut Made) -> Outcome<()> {
    put(caller, order.properties)?;
    made.physical_id = ["RestApiId", "ResourceId", "HttpMethod"].map(|name| text(order.properties, name)).join("|");
    Ok(())
}

fn at(properties: &Properties) -> String {
    let (resource, verb) = (text(properties, "ResourceId"), text(properties, "HttpMethod"));
    below(properties, &format!("/resources/{resource}/methods/{verb}"))
}

/// Puts the method, its declared answers, its integration and how that one's answers are mapped.
fn put(caller: &mut Caller<'_, '_>, properties: &Properties) -> Outcome<()> {
    let at = at(properties);
    let mut method = members(properties, PROPERTIES);
    for part in ["integration", "methodResponses"] {
        method.remove(part);
    }
    method.entry("authorizationType").or_insert_with(|| Json::from("NONE"));
    caller.apigateway("PUT", &at, Some(Json::Object(method)))?;
    put_all(caller, &at, items(properties, "MethodResponses"), RESPONSE)?;
    let Some(integration) = properties.get("Integration").and_then(Json::as_object) else { return Ok(()) };
    let mut given = members(integration, INTEGRATION);
    given.remove("integrationResponses");
    if let Some(verb) = given.remove("integrationHttpMethod") {
        given.insert("httpMethod".to_owned(), verb);
    }
    let at = format!("{at}/integration");
    caller.apigateway("PUT", &at, Some(Json::Object(given)))?;
    put_all(caller, &at, items(integration, "IntegrationResponses"), INTEGRATION_RESPONSE)
}

fn put_all(caller: &mut Caller<'_, '_>, at: &str, responses: &[Json], table: &[Property]) -> Outcome<()> {
    for response in responses.iter().filter_map(Json::as_object) {
        let path = format!("{at}/responses/{}", text(response, "StatusCode"));
        caller.apigateway("PUT", &path, Some(Json::Object(members(response, table))))?;
    }
    Ok(())
}
