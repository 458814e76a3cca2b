//! AWS::ApiGatewayV2::Stage.

use super::{As, Kind, Made, Order, Properties, Property, ROUTE_SETTINGS, Shape, change, make, optional, remove};
use crate::services::cloudformation::calls::{Caller, Outcome};
use crate::services::cloudformation::shape::required;

const MEMBERS: &[(&str, As)] = &[
    ("AccessLogSettings", As::Record(&[("DestinationArn", As::Text), ("Format", As::Text)])),
    ("AutoDeploy", As::Flag),
    ("DefaultRouteSettings", As::Record(ROUTE_SETTINGS)),
    ("DeploymentId", As::Text),
    ("Description", As::Text),
    ("RouteSettings", As::Records(ROUTE_SETTINGS)),
    ("StageName", As::Text),
    ("StageVariables", As::Same),
    ("Tags", As::Same),
];

const SETTINGS: &[Property] = &[
    optional("DataTraceEnabled", Shape::Text),
    optional("DetailedMetricsEnabled", Shape::Text),
    optional("LoggingLevel", Shape::Text),
    optional("ThrottlingBurstLimit", Shape::Integer),
    optional("ThrottlingRateLimit", Shape::Text),
];

/// The type.
pub static STAGE: Kind = Kind {
    name: "AWS::ApiGatewayV2::Stage",
    properties: &[
        required("ApiId", Shape::Text),
        optional(
            "AccessLogSettings",
            Shape::Object(&[optional("DestinationArn", Shape::Text), optional("Format", Shape::Text)]),
        ),
        optional("AutoDeploy", Shape::Text),
        optional("DefaultRouteSettings", Shape::Object(SETTINGS)),
        optional("DeploymentId", Shape::Text),
        optional("Description", Shape::Text),
        optional("RouteSettings", Shape::Anything),
        required("StageName", Shape::Text),
        optional("StageVariables", Shape::Texts),
        optional("Tags", Shape::Texts),
    ],
    attributes: &[],
    name_property: "",
    fixed: &["ApiId", "StageName"],
    create,
    update,
    delete,
};

fn create(caller: &mut Caller<'_, '_>, order: &Order<'_>, made: &mut Made) -> Outcome<()> {
    make(caller, order, made, "stages", MEMBERS, ("stageName", ""))
}

fn update(caller: &mut Caller<'_, '_>, id: &str, old: &Properties, new: &Properties) -> Outcome<()> {
    change(caller, (id, "stages"), old, new, MEMBERS)
}

fn delete(caller: &mut Caller<'_, '_>, id: &str, properties: &Properties) -> Outcome<()> {
    remove(caller, id, properties, "stages")
}
