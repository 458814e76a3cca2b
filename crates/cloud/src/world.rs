//! The state of the simulated cloud at one moment.
//!
//! Each service's state is shared until it changes, and its collections share structure, so that keeping the
//! world at every hop costs a few pointers.

use std::sync::Arc;

use crate::services::{
    Services, apigateway, apigatewayv2, cloudformation, dynamodb, execute_api, iam, lambda, logs, s3,
};

/// All services' state. A clone is cheap and stays as it was.
#[derive(Clone, Debug, Default)]
pub struct World {
    /// Which services there are.
    pub services: Services,
    s3: Arc<s3::State>,
    lambda: Arc<lambda::State>,
    logs: Arc<logs::State>,
    others: Arc<Others>,
}

/// The services that most hops leave as they are: one pointer in the world of every hop instead of one for each.
#[derive(Clone, Debug, Default)]
struct Others {
    iam: Arc<iam::State>,
    cloudformation: Arc<cloudformation::State>,
    dynamodb: Arc<dynamodb::State>,
    apigateway: Arc<apigateway::State>,
    apigatewayv2: Arc<apigatewayv2::State>,
    execute_api: Arc<execute_api::State>,
}

macro_rules! service {
    ($name:ident, $name_mut:ident, $title:literal, $($field:ident).+) => {
        #[doc = concat!("The state of ", $title, ".")]
        #[must_use]
        pub fn $name(&self) -> &$name::State {
            &self.$($field).+
        }

        #[doc = concat!("The state of ", $title, ", to be changed; other holders of this world keep theirs.")]
        pub fn $name_mut(&mut self) -> &mut $name::State {
            service!(@changed self, $($field).+)
        }
    };
    (@changed $world:ident, others.$field:ident) => {
        Arc::make_mut(&mut Arc::make_mut(&mut $world.others).$field)
    };
    (@changed $world:ident, $field:ident) => {
        Arc::make_mut(&mut $world.$field)
    };
}

impl World {
    /// A world of these services, with nothing in it.
    #[must_use]
    pub fn of(services: Services) -> Self {
        // Whole, without what `default` names: that is all services, and the page's first part has but some of them.
        Self { services, s3: Arc::default(), lambda: Arc::default(), logs: Arc::default(), others: Arc::default() }
    }

    service!(s3, s3_mut, "S3", s3);
    service!(lambda, lambda_mut, "Lambda", lambda);
    service!(logs, logs_mut, "CloudWatch Logs", logs);
    service!(iam, iam_mut, "IAM", others.iam);
    service!(cloudformation, cloudformation_mut, "CloudFormation", others.cloudformation);
    service!(dynamodb, dynamodb_mut, "DynamoDB", others.dynamodb);
    service!(apigateway, apigateway_mut, "API Gateway's REST APIs", others.apigateway);
    service!(apigatewayv2, apigatewayv2_mut, "API Gateway's HTTP APIs", others.apigatewayv2);
    service!(execute_api, execute_api_mut, "requests to APIs on their way", others.execute_api);
}
