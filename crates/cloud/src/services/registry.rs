//! Which services a cloud has, and which of their operations.
//!
//! The page carries code only for what it names. So there are two tables: what a first lesson's run needs, and all that
//! is simulated. A cloud that has the smaller one takes the other whenever it is there ([`Cloud::extend`]).
//!
//! [`Cloud::extend`]: crate::kernel::Cloud::extend

use std::fmt;

use super::{Service, apigateway, apigatewayv2, cloudformation, dynamodb, execute_api, iam, lambda, logs, s3, sts};
use crate::http::Request;
use crate::view::stage::{ApiView, TableView};
use crate::world::World;

/// The services of a cloud. A copy is a pointer.
#[derive(Clone, Copy)]
pub struct Services(&'static [&'static dyn Service]);

impl Services {
    /// What a first lesson's run needs: to build its world, and to do what the page offers.
    pub const CORE: Self = Self(&[
        &s3::S3 { operations: &s3::CORE, timers: None },
        &lambda::Lambda { operations: &lambda::CORE },
        &logs::Logs { operations: &logs::CORE },
        &iam::Iam { operations: &iam::CORE },
        &cloudformation::CloudFormation { operations: &cloudformation::CORE },
    ]);

    /// All that is simulated.
    pub const ALL: Self = Self(&[
        &s3::S3 { operations: s3::OPERATIONS, timers: Some(s3::TIMERS) },
        &lambda::Lambda { operations: &lambda::OPERATIONS },
        &logs::Logs { operations: &logs::OPERATIONS },
        &iam::Iam { operations: &iam::OPERATIONS },
        &sts::Sts { operations: &sts::OPERATIONS },
        &cloudformation::CloudFormation { operations: &cloudformation::OPERATIONS },
        &dynamodb::DynamoDb { operations: &dynamodb::OPERATIONS },
        &dynamodb::streams::DynamoDbStreams { operations: &dynamodb::streams::OPERATIONS },
        &apigatewayv2::ApiGatewayV2 { operations: &apigatewayv2::OPERATIONS },
        &execute_api::ExecuteApi { operations: &execute_api::OPERATIONS },
        &apigateway::ApiGateway { operations: apigateway::OPERATIONS },
    ]);

    /// The services, in the order in which they are asked whose a request is.
    #[must_use]
    pub const fn list(self) -> &'static [&'static dyn Service] {
        self.0
    }

    /// The service that `request` was sent to.
    #[must_use]
    pub fn of(self, request: &Request) -> Option<&'static dyn Service> {
        self.0.iter().copied().find(|service| service.owns(request))
    }

    /// The service whose endpoint prefix is `prefix`.
    #[must_use]
    pub fn called(self, prefix: &str) -> Option<&'static dyn Service> {
        self.0.iter().copied().find(|service| service.prefix() == prefix)
    }

    /// The table called `name`, with its first items, at most `rows`.
    #[must_use]
    pub fn table(self, world: &World, name: &str, rows: usize) -> Option<TableView> {
        self.0.iter().find_map(|service| service.table(world, name, rows))
    }

    /// All APIs, service by service.
    pub fn apis(self, world: &World) -> impl Iterator<Item = ApiView> {
        self.0.iter().flat_map(|service| service.apis(world))
    }

    /// Whether the operation that `request` asks for is among these, with all that it may ask for in its turn. What is
    /// malformed is not.
    #[must_use]
    pub fn knows(self, request: &Request) -> bool {
        self.of(request).is_some_and(|service| service.route(request).is_ok() && !service.calls_others())
    }
}

impl Default for Services {
    fn default() -> Self {
        Self::ALL
    }
}

impl fmt::Debug for Services {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_list().entries(self.0.iter().map(|service| service.prefix())).finish()
    }
}
