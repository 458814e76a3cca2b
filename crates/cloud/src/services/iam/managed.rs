//! The managed policies that AWS itself provides: those that functions commonly need.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use serde_json::json;

use crate::sim::time::Time;

use super::policy::{Kind, Policy};
use super::state::{Document, ManagedPolicy};

const WRITE_LOGS: [&str; 3] = ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"];

/// One of AWS's policies: it permits actions on every resource.
struct Provided {
    name: &'static str,
    path: &'static str,
    id: &'static str,
    description: &'static str,
    actions: &'static [&'static str],
    /// Whether it permits writing logs too, as the policies for functions do.
    logs: bool,
}

static PROVIDED: [Provided; 10] = [
    Provided {
        name: "AWSLambdaBasicExecutionRole",
        path: "/service-role/",
        id: "ANPAJNCQGXC42545SKXIK",
        description: "Provides write permissions to CloudWatch Logs.",
        actions: &[],
        logs: true,
    },
    Provided {
        name: "AWSLambdaSQSQueueExecutionRole",
        path: "/service-role/",
        id: "ANPAJFWJZI6JNND4TSELK",
        description: "Provides receive message, delete message, and read attribute access to SQS queues, and write \
                      permissions to CloudWatch logs.",
        actions: &["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"],
        logs: true,
    },
    Provided {
        name: "AWSLambdaDynamoDBExecutionRole",
        path: "/service-role/",
        id: "ANPAIP7WNAGMIPYNW4WQG",
        description: "Provides list and read access to DynamoDB streams and write permissions to CloudWatch logs.",
        actions: &[
            "dynamodb:DescribeStream",
            "dynamodb:GetRecords",
            "dynamodb:GetShardIterator",
            "dynamodb:ListStreams",
        ],
        logs: true,
    },
    Provided {
        name: "AWSLambdaKinesisExecutionRole",
        path: "/service-role/",
        id: "ANPAJHOLKJPXV4GBRMJUQ",
        description: "Provides list and read access to Kinesis streams and write permissions to CloudWatch logs.",
        actions: &[
            "kinesis:DescribeStream",
            "kinesis:DescribeStreamSummary",
            "kinesis:GetRecords",
            "kinesis:GetShardIterator",
            "kinesis:ListShards",
            "kinesis:ListStreams",
            "kinesis:SubscribeToShard",
        ],
        logs: true,
    },
    Provided {
        name: "AWSLambdaVPCAccessExecutionRole",
        path: "/service-role/",
        id: "ANPAJVTME3YLVNL72YR2K",
        description: "Provides minimum permissions for a Lambda function to execute while accessing a resource within \
                      a VPC.",
        actions: &[
            "ec2:CreateNetworkInterface",
            "ec2:DescribeNetworkInterfaces",
            "ec2:DescribeSubnets",
            "ec2:DeleteNetworkInterface",
            "ec2:AssignPrivateIpAddresses",
            "ec2:UnassignPrivateIpAddresses",
        ],
        logs: true,
    },
    Provided {
        name: "AWSLambdaRole",
        path: "/service-role/",
        id: "ANPAJX4DPCRGTC4NFDUXI",
        description: "Default policy for AWS Lambda service role.",
        actions: &["lambda:InvokeFunction"],
        logs: false,
    },
    Provided {
        name: "AmazonS3FullAccess",
        path: "/",
        id: "ANPAIFIR6V6BVTRAHWINE",
        description: "Provides full access to all buckets via the AWS Management Console.",
        actions: &["s3:*", "s3-object-lambda:*"],
        logs: false,
    },
    Provided {
        name: "AmazonS3ReadOnlyAccess",
        path: "/",
        id: "ANPAIZTJ4DXE7G6AGAE6M",
        description: "Provides read only access to all buckets via the AWS Management Console.",
        actions: &["s3:Get*", "s3:List*", "s3:Describe*", "s3-object-lambda:Get*", "s3-object-lambda:List*"],
        logs: false,
    },
    Provided {
        name: "AmazonDynamoDBFullAccess",
        path: "/",
        id: "ANPAINUGF2JSOSUY76KYA",
        description: "Provides full access to Amazon DynamoDB via the AWS Management Console.",
        actions: &["dynamodb:*", "dax:*"],
        logs: false,
    },
    Provided {
        name: "AWSXRayDaemonWriteAccess",
        path: "/",
        id: "ANPAIOFKGWRXLCMCKDTJ6",
        description: "Allow the AWS X-Ray Daemon to relay raw trace segments data to the service's API and retrieve \
                      sampling data (rules, targets, etc.) to be used by the X-Ray SDK.",
        actions: &["xray:PutTraceSegments", "xray:PutTelemetryRecords", "xray:GetSampling*"],
        logs: false,
    },
];

static BY_ARN: LazyLock<BTreeMap<Arc<str>, ManagedPolicy>> = LazyLock::new(|| {
    PROVIDED.iter().map(Provided::to_policy).map(|policy| (Arc::clone(&policy.arn), policy)).collect()
});

/// The policy of AWS's with this ARN.
#[must_use]
pub fn by_arn(arn: &str) -> Option<&'static ManagedPolicy> {
    BY_ARN.get(arn)
}

/// All of AWS's policies that are known here, by ARN.
pub fn all<'a>() -> impl Iterator<Item = &'a ManagedPolicy> {
    BY_ARN.values()
}

impl Provided {
    fn to_policy(&self) -> ManagedPolicy {
        let logs: &[&str] = if self.logs { &WRITE_LOGS } else { &[] };
        let actions: Vec<&str> = self.actions.iter().chain(logs).copied().collect();
        let document = json!({
            "Version": "2012-10-17",
            "Statement": [{"Effect": "Allow", "Action": actions, "Resource": "*"}],
        });
        let text = serde_json::to_string_pretty(&document).expect("a JSON value can be written");
        let policy = Policy::parse_as(&text, Kind::Managed).expect("AWS's policies are well-formed");
        ManagedPolicy {
            name: self.name.into(),
            path: self.path.into(),
            arn: format!("arn:aws:iam::aws:policy{}{}", self.path, self.name).into(),
            id: self.id.into(),
            description: Some(self.description.into()),
            created: Time::default(),
            document: Document { text: text.into(), policy },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_of_them_are_policies() {
        assert_eq!(all().count(), PROVIDED.len());
        let basic = by_arn("arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole").expect("it is AWS's");
        assert_eq!(
            basic.document.policy.to_lines(),
            r#"{"Effect":"Allow","Action":["logs:CreateLogGroup","logs:CreateLogStream","logs:PutLogEvents"],"Resource":"*"}"#
        );
    }
}
