//! AWS::ApiGatewayV2::Route.

use super::{As, Kind, Made, Order, Properties, Shape, change, make, optional, remove};
use crate::services::cloudformation::calls::{Caller, Outcome};
use crate::services::cloudformation::shape::required;

const MEMBERS: &[(&str, As)] = &[
    ("ApiKeyRequired", As::Flag),
    ("AuthorizationScopes", As::Same),
    ("AuthorizationType", As::Text),
    ("AuthorizerId", As::Text),
    ("OperationName", As::Text),
    ("RouteKey", As::Text),
    ("Target", As::Text),
];

/// The type.
pub static ROUTE: Kind = Kind {
    name: "AWS::ApiGatewayV2::Route",
    properties: &[
        required("ApiId", Shape::Text),
        optional("ApiKeyRequired", Shape::Text),
        optional("AuthorizationScopes", Shape::List(&Shape::Text)),
        optional("AuthorizationType", Shape::OneOf(&["NONE", "AWS_IAM", "CUSTOM", "JWT"])),
        optional("AuthorizerId", Shape::Text),
        optional("OperationName", Shape::Text),
        required("RouteKey", Shape::Text),
        optional("Target", Shape::Text),
    ],
    attributes: &["RouteId"],
    name_property: "",
    fixed: &["ApiId"],
    create,
    update,
    delete,
};

fn create(caller: &mut Caller<'_, '_>, order: &Order<'_>, made: &mut Made) -> Outcome<()> {
    make(caller, order, made, "routes", MEMBERS, ("routeId", "RouteId"))
}

fn update(caller: &mut Caller<'_, '_>, id: &str, old: &Properties, new: &Properties) -> Outcome<()> {
    change(caller, (id, "routes"), old, new, MEMBERS)
}

fn delete(caller: &mut Caller<'_, '_>, id: &str, properties: &Properties) -> Outcome<()> {
    remove(caller, id, properties, "routes")
}
