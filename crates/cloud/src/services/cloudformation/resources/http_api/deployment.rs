//! AWS::ApiGatewayV2::Deployment.

use super::{As, Kind, Made, Order, Properties, Shape, change, make, optional, remove};
use crate::services::cloudformation::calls::{Caller, Outcome};
use crate::services::cloudformation::shape::required;

const MEMBERS: &[(&str, As)] = &[("Description", As::Text), ("StageName", As::Text)];

/// The type.
pub static DEPLOYMENT: Kind = Kind {
    name: "AWS::ApiGatewayV2::Deployment",
    properties: &[
        required("ApiId", Shape::Text),
        optional("Description", Shape::Text),
        optional("StageName", Shape::Text),
    ],
    attributes: &["DeploymentId"],
    name_property: "",
    fixed: &["ApiId", "StageName"],
    create,
    update,
    delete,
};

fn create(caller: &mut Caller<'_, '_>, order: &Order<'_>, made: &mut Made) -> Outcome<()> {
    make(caller, order, made, "deployments", MEMBERS, ("deploymentId", "DeploymentId"))
}

fn update(caller: &mut Caller<'_, '_>, id: &str, old: &Properties, new: &Properties) -> Outcome<()> {
    change(caller, (id, "deployments"), old, new, MEMBERS)
}

fn delete(caller: &mut Caller<'_, '_>, id: &str, properties: &Properties) -> Outcome<()> {
    remove(caller, id, properties, "deployments")
}
