//! AWS::ApiGatewayV2::Authorizer.

use super::{As, Kind, Made, Order, Properties, Shape, change, make, optional, remove};
use crate::services::cloudformation::calls::{Caller, Outcome};
use crate::services::cloudformation::shape::required;

const MEMBERS: &[(&str, As)] = &[
    ("AuthorizerCredentialsArn", As::Text),
    ("AuthorizerPayloadFormatVersion", As::Text),
    ("AuthorizerResultTtlInSeconds", As::Number),
    ("AuthorizerType", As::Text),
    ("AuthorizerUri", As::Text),
    ("EnableSimpleResponses", As::Flag),
    ("IdentitySource", As::Same),
    ("IdentityValidationExpression", As::Text),
    ("JwtConfiguration", As::Record(&[("Audience", As::Same), ("Issuer", As::Text)])),
    ("Name", As::Text),
];

/// The type.
pub static AUTHORIZER: Kind = Kind {
    name: "AWS::ApiGatewayV2::Authorizer",
    properties: &[
        required("ApiId", Shape::Text),
        optional("AuthorizerCredentialsArn", Shape::Text),
        optional("AuthorizerPayloadFormatVersion", Shape::Text),
        optional("AuthorizerResultTtlInSeconds", Shape::Integer),
        required("AuthorizerType", Shape::OneOf(&["REQUEST", "JWT"])),
        optional("AuthorizerUri", Shape::Text),
        optional("EnableSimpleResponses", Shape::Text),
        optional("IdentitySource", Shape::List(&Shape::Text)),
        optional("IdentityValidationExpression", Shape::Text),
        optional(
            "JwtConfiguration",
            Shape::Object(&[optional("Audience", Shape::List(&Shape::Text)), optional("Issuer", Shape::Text)]),
        ),
        required("Name", Shape::Text),
    ],
    attributes: &["AuthorizerId"],
    name_property: "",
    fixed: &["ApiId"],
    create,
    update,
    delete,
};

fn create(caller: &mut Caller<'_, '_>, order: &Order<'_>, made: &mut Made) -> Outcome<()> {
    make(caller, order, made, "authorizers", MEMBERS, ("authorizerId", "AuthorizerId"))
}

fn update(caller: &mut Caller<'_, '_>, id: &str, old: &Properties, new: &Properties) -> Outcome<()> {
    change(caller, (id, "authorizers"), old, new, MEMBERS)
}

fn delete(caller: &mut Caller<'_, '_>, id: &str, properties: &Properties) -> Outcome<()> {
    remove(caller, id, properties, "authorizers")
}
