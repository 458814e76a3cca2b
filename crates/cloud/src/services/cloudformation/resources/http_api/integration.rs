//! AWS::ApiGatewayV2::Integration.

use super::{As, Kind, Made, Order, Properties, Shape, change, make, optional, remove};
use crate::services::cloudformation::calls::{Caller, Outcome};
use crate::services::cloudformation::shape::required;

const MEMBERS: &[(&str, As)] = &[
    ("ConnectionType", As::Text),
    ("CredentialsArn", As::Text),
    ("Description", As::Text),
    ("IntegrationMethod", As::Text),
    ("IntegrationSubtype", As::Text),
    ("IntegrationType", As::Text),
    ("IntegrationUri", As::Text),
    ("PayloadFormatVersion", As::Text),
    ("RequestParameters", As::Same),
    ("ResponseParameters", As::Responses),
    ("TimeoutInMillis", As::Number),
    ("TlsConfig", As::Record(&[("ServerNameToVerify", As::Text)])),
];

/// The type.
pub static INTEGRATION: Kind = Kind {
    name: "AWS::ApiGatewayV2::Integration",
    properties: &[
        required("ApiId", Shape::Text),
        optional("ConnectionType", Shape::OneOf(&["INTERNET"])),
        optional("CredentialsArn", Shape::Text),
        optional("Description", Shape::Text),
        optional("IntegrationMethod", Shape::Text),
        optional("IntegrationSubtype", Shape::Text),
        required("IntegrationType", Shape::OneOf(&["AWS_PROXY", "HTTP_PROXY"])),
        optional("IntegrationUri", Shape::Text),
        optional("PayloadFormatVersion", Shape::Text),
        optional("RequestParameters", Shape::Texts),
        optional("ResponseParameters", Shape::Anything),
        optional("TimeoutInMillis", Shape::Integer),
        optional("TlsConfig", Shape::Object(&[optional("ServerNameToVerify", Shape::Text)])),
    ],
    attributes: &["IntegrationId"],
    name_property: "",
    fixed: &["ApiId", "IntegrationType"],
    create,
    update,
    delete,
};

fn create(caller: &mut Caller<'_, '_>, order: &Order<'_>, made: &mut Made) -> Outcome<()> {
    make(caller, order, made, "integrations", MEMBERS, ("integrationId", "IntegrationId"))
}

fn update(caller: &mut Caller<'_, '_>, id: &str, old: &Properties, new: &Properties) -> Outcome<()> {
    change(caller, (id, "integrations"), old, new, MEMBERS)
}

fn delete(caller: &mut Caller<'_, '_>, id: &str, properties: &Properties) -> Outcome<()> {
    remove(caller, id, properties, "integrations")
}
