//! AWS::ApiGateway::Model, RequestValidator, Authorizer and GatewayResponse.

use serde_json::Value as Json;

use super::super::{Kind, Made, Order, Properties, text};
use super::{below, changes, delete_at, document, members, patch, post};
use crate::services::cloudformation::calls::{Caller, Outcome};
use crate::services::cloudformation::shape::{Property, Shape, optional, required};

/// The longest name of a model that CloudFormation invents.
const LONGEST_NAME: usize = 64;

/// The type of a model.
pub static MODEL: Kind = Kind {
    name: "AWS::ApiGateway::Model",
    properties: &[
        required("RestApiId", Shape::Text),
        optional("Name", Shape::Text),
        optional("ContentType", Shape::Text),
        optional("Description", Shape::Text),
        optional("Schema", Shape::Anything),
    ],
    attributes: &[],
    name_property: "Name",
    fixed: &["RestApiId", "Name", "ContentType"],
    create: create_model,
    update: update_model,
    delete: |caller, name, properties| delete_at(caller, &below(properties, &format!("/models/{name}"))),
};

const VALIDATOR: &[Property] = &[
    required("RestApiId", Shape::Text),
    optional("Name", Shape::Text),
    optional("ValidateRequestBody", Shape::Text),
    optional("ValidateRequestParameters", Shape::Text),
];

/// The type of a request validator.
pub static REQUEST_VALIDATOR: Kind = Kind {
    name: "AWS::ApiGateway::RequestValidator",
    properties: VALIDATOR,
    attributes: &["RequestValidatorId"],
    name_property: "",
    fixed: &["RestApiId", "Name"],
    create: |caller, order, made| create(caller, order, made, VALIDATOR, "requestvalidators", "RequestValidatorId"),
    update: |caller, id, old, new| {
        let paths = [
            ("ValidateRequestBody", "/validateRequestBody"),
            ("ValidateRequestParameters", "/validateRequestParameters"),
        ];
        patch(caller, &below(new, &format!("/requestvalidators/{id}")), changes(old, new, &paths))
    },
    delete: |caller, id, properties| delete_at(caller, &below(properties, &format!("/requestvalidators/{id}"))),
};

const AUTHORIZER_PROPERTIES: &[Property] = &[
    required("RestApiId", Shape::Text),
    required("Name", Shape::Text),
    required("Type", Shape::OneOf(&["TOKEN", "REQUEST", "COGNITO_USER_POOLS"])),
    optional("AuthType", Shape::Text),
    optional("AuthorizerUri", Shape::Text),
    optional("AuthorizerCredentials", Shape::Text),
    optional("AuthorizerResultTtlInSeconds", Shape::Integer),
    optional("IdentitySource", Shape::Text),
    optional("IdentityValidationExpression", Shape::Text),
    optional("ProviderARNs", Shape::List(&Shape::Text)),
];

/// The type of an authorizer.
pub static AUTHORIZER: Kind = Kind {
    name: "AWS::ApiGateway::Authorizer",
    properties: AUTHORIZER_PROPERTIES,
    attributes: &["AuthorizerId"],
    name_property: "",
    fixed: &["RestApiId", "ProviderARNs"],
    create: |caller, order, made| create(caller, order, made, AUTHORIZER_PROPERTIES, "authorizers", "AuthorizerId"),
    update: |caller, id, old, new| {
        let paths = [
            ("Name", "/name"),
            ("Type", "/type"),
            ("AuthType", "/authType"),
            ("AuthorizerUri", "/authorizerUri"),
            ("AuthorizerCredentials", "/authorizerCredentials"),
            ("AuthorizerResultTtlInSeconds", "/authorizerResultTtlInSeconds"),
            ("IdentitySource", "/identitySource"),
            ("IdentityValidationExpression", "/identityValidationExpression"),
        ];
        patch(caller, &below(new, &format!("/authorizers/{id}")), changes(old, new, &paths))
    },
    delete: |caller, id, properties| delete_at(caller, &below(properties, &format!("/authorizers/{id}"))),
};

const RESPONSE: &[Property] = &[
    required("RestApiId", Shape::Text),
    required("ResponseType", Shape::Text),
    optional("StatusCode", Shape::Text),
    optional("ResponseParameters", Shape::Texts),
    optional("ResponseTemplates", Shape::Texts),
];

/// The type of a gateway response.
pub static GATEWAY_RESPONSE: Kind = Kind {
    name: "AWS::ApiGateway::GatewayResponse",
    properties: RESPONSE,
    attributes: &["Id"],
    name_property: "",
    fixed: &["RestApiId", "ResponseType"],
    create: |caller, order, made| {
        put_response(caller, order.properties)?;
        made.physical_id = text(order.properties, "ResponseType");
        made.attributes.insert("Id".to_owned(), made.physical_id.clone());
        Ok(())
    },
    update: |caller, _, _, new| put_response(caller, new),
    delete: |caller, kind, properties| delete_at(caller, &below(properties, &format!("/gatewayresponses/{kind}"))),
};

fn create(
    caller: &mut Caller<'_, '_>,
    order: &Order<'_>,
    made: &mut Made,
    table: &[Property],
    list: &str,
    attribute: &str,
) -> Outcome<()> {
    let mut body = members(order.properties, table);
    body.remove("restApiId");
    let id = post(caller, &below(order.properties, &format!("/{list}")), body)?;
    made.attributes.insert(attribute.to_owned(), id.clone());
    made.physical_id = id;
    Ok(())
}

fn create_model(caller: &mut Caller<'_, '_>, order: &Order<'_>, made: &mut Made) -> Outcome<()> {
    let properties = order.properties;
    // A model's name has no dashes.
    let name = order.name("Name", LONGEST_NAME, caller).replace('-', "");
    let kind = Some(text(properties, "ContentType")).filter(|kind| !kind.is_empty());
    let members = [
        ("name", Some(Json::from(name.as_str()))),
        ("contentType", Some(Json::from(kind.unwrap_or_else(|| "application/json".to_owned())))),
        ("description", properties.get("Description").cloned()),
        ("schema", document(properties, "Schema").or_else(|| Some(Json::from("")))),
    ];
    let body = super::super::object(members);
    post(caller, &below(properties, "/models"), body)?;
    made.physical_id = name;
    Ok(())
}

fn update_model(caller: &mut Caller<'_, '_>, name: &str, old: &Properties, new: &Properties) -> Outcome<()> {
    let mut patches = changes(old, new, &[("Description", "/description")]);
    if old.get("Schema") != new.get("Schema") {
        let schema = document(new, "Schema").unwrap_or_default();
        patches.push(super::replace("/schema", schema.as_str().unwrap_or_default()));
    }
    patch(caller, &below(new, &format!("/models/{name}")), patches)
}

fn put_response(caller: &mut Caller<'_, '_>, properties: &Properties) -> Outcome<()> {
    let mut body = members(properties, RESPONSE);
    for name in ["restApiId", "responseType"] {
        body.remove(name);
    }
    let path = below(properties, &format!("/gatewayresponses/{}", text(properties, "ResponseType")));
    caller.apigateway("PUT", &path, Some(Json::Object(body))).map(drop)
}
