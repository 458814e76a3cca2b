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
    iam: Arc<iam::State>,
    cloudformation: Arc<cloudformation::State>,
    dynamodb: Arc<dynamodb::State>,
    apigateway: Arc<apigateway::State>,
    apigatewayv2: Arc<apigatewayv2::State>,
    execute_api: Arc<execute_api::State>,
}

macro_rules! service {
    ($name:ident, $name_mut:ident, $module:ident, $title:literal) => {
        #[doc = concat!("The state of ", $title, ".")]
        #[must_use]
        pub fn $name(&self) -> &$module::State {
            &self.$name
        }

        #[doc = concat!("The state of ", $title, ", to be changed; other holders of this world keep theirs.")]
        pub fn $name_mut(&mut self) -> &mut $module::State {
            Arc::make_mut(&mut self.$name)
        }
    };
}

impl World {
    /// A world of these services, with nothing in it.
    #[must_use]
    pub fn of(services: Services) -> Self {
        Self {
            services,
            s3: Arc::default(),
            lambda: Arc::default(),
            logs: Arc::default(),
            iam: Arc::default(),
            cloudformation: Arc::default(),
            dynamodb: Arc::default(),
            apigateway: Arc::default(),
            apigatewayv2: Arc::default(),
            execute_api: Arc::default(),
        }
    }

    service!(s3, s3_mut, s3, "S3");
    service!(lambda, lambda_mut, lambda, "Lambda");
    service!(logs, logs_mut, logs, "CloudWatch Logs");
    service!(iam, iam_mut, iam, "IAM");
    service!(cloudformation, cloudformation_mut, cloudformation, "CloudFormation");
    service!(dynamodb, dynamodb_mut, dynamodb, "DynamoDB");
    service!(apigateway, apigateway_mut, apigateway, "API Gateway's REST APIs");
    service!(apigatewayv2, apigatewayv2_mut, apigatewayv2, "API Gateway's HTTP APIs");
    service!(execute_api, execute_api_mut, execute_api, "requests to APIs on their way");
}
