//! A function's `Policies`: SAM's policy templates, AWS's managed policies, and documents of one's own.

use super::SERVERLESS;
use crate::protocol::camel;
use crate::services::cloudformation::diagnostic::Report;
use crate::services::cloudformation::node::{Node, Position, Value};

/// What every role of a function begins with.
const BASIC: &str = "AWSLambdaBasicExecutionRole";

/// Managed policies whose ARN has `service-role/` in it.
const SERVICE_ROLES: [&str; 7] = [
    BASIC,
    "AWSLambdaSQSQueueExecutionRole",
    "AWSLambdaDynamoDBExecutionRole",
    "AWSLambdaKinesisExecutionRole",
    "AWSLambdaMSKExecutionRole",
    "AWSLambdaVPCAccessExecutionRole",
    "AWSLambdaRole",
];

/// A policy template: its name, its parameters, and statements of actions and resources. In a resource,
/// `${bucketName}` is the parameter BucketName. The data is aws-sam-translator's, version 1.115.
struct PolicyTemplate {
    name: &'static str,
    parameters: &'static [&'static str],
    statements: &'static [Statement],
}

/// The actions and the resources of one statement, each in words divided by spaces.
type Statement = (&'static str, &'static str);

const BUCKET_AND_OBJECTS: &str = "arn:${AWS::Partition}:s3:::${bucketName} arn:${AWS::Partition}:s3:::${bucketName}/*";
const TABLE_AND_INDEXES: &str = "arn:${AWS::Partition}:dynamodb:${AWS::Region}:${AWS::AccountId}:table/${tableName} arn:${AWS::Partition}:dynamodb:${AWS::Region}:${AWS::AccountId}:table/${tableName}/index/*";
const QUEUE: &str = "arn:${AWS::Partition}:sqs:${AWS::Region}:${AWS::AccountId}:${queueName}";

const fn template(
    name: &'static str,
    parameters: &'static [&'static str],
    statements: &'static [Statement],
) -> PolicyTemplate {
    PolicyTemplate { name, parameters, statements }
}

static TEMPLATES: [PolicyTemplate; 14] = [
    template(
        "S3ReadPolicy",
        &["BucketName"],
        &[(
            "s3:GetObject s3:ListBucket s3:GetBucketLocation s3:GetObjectVersion s3:GetLifecycleConfiguration",
            BUCKET_AND_OBJECTS,
        )],
    ),
    template(
        "S3WritePolicy",
        &["BucketName"],
        &[("s3:PutObject s3:PutObjectAcl s3:PutLifecycleConfiguration", BUCKET_AND_OBJECTS)],
    ),
    template(
        "S3CrudPolicy",
        &["BucketName"],
        &[(
            "s3:GetObject s3:ListBucket s3:GetBucketLocation s3:GetObjectVersion s3:PutObject s3:PutObjectAcl s3:GetLifecycleConfiguration s3:PutLifecycleConfiguration s3:DeleteObject",
            BUCKET_AND_OBJECTS,
        )],
    ),
    template(
        "S3FullAccessPolicy",
        &["BucketName"],
        &[
            (
                "s3:GetObject s3:GetObjectAcl s3:GetObjectVersion s3:PutObject s3:PutObjectAcl s3:DeleteObject s3:DeleteObjectTagging s3:DeleteObjectVersionTagging s3:GetObjectTagging s3:GetObjectVersionTagging s3:PutObjectTagging s3:PutObjectVersionTagging",
                "arn:${AWS::Partition}:s3:::${bucketName}/*",
            ),
            (
                "s3:ListBucket s3:GetBucketLocation s3:GetLifecycleConfiguration s3:PutLifecycleConfiguration",
                "arn:${AWS::Partition}:s3:::${bucketName}",
            ),
        ],
    ),
    template(
        "DynamoDBReadPolicy",
        &["TableName"],
        &[(
            "dynamodb:GetItem dynamodb:Scan dynamodb:Query dynamodb:BatchGetItem dynamodb:DescribeTable",
            TABLE_AND_INDEXES,
        )],
    ),
    template(
        "DynamoDBWritePolicy",
        &["TableName"],
        &[("dynamodb:PutItem dynamodb:UpdateItem dynamodb:BatchWriteItem", TABLE_AND_INDEXES)],
    ),
    template(
        "DynamoDBCrudPolicy",
        &["TableName"],
        &[(
            "dynamodb:GetItem dynamodb:DeleteItem dynamodb:PutItem dynamodb:Scan dynamodb:Query dynamodb:UpdateItem dynamodb:BatchWriteItem dynamodb:BatchGetItem dynamodb:DescribeTable dynamodb:ConditionCheckItem",
            TABLE_AND_INDEXES,
        )],
    ),
    template(
        "DynamoDBStreamReadPolicy",
        &["TableName", "StreamName"],
        &[
            (
                "dynamodb:DescribeStream dynamodb:GetRecords dynamodb:GetShardIterator",
                "arn:${AWS::Partition}:dynamodb:${AWS::Region}:${AWS::AccountId}:table/${tableName}/stream/${streamName}",
            ),
            (
                "dynamodb:ListStreams",
                "arn:${AWS::Partition}:dynamodb:${AWS::Region}:${AWS::AccountId}:table/${tableName}/stream/*",
            ),
        ],
    ),
    template(
        "SQSPollerPolicy",
        &["QueueName"],
        &[(
            "sqs:ChangeMessageVisibility sqs:ChangeMessageVisibilityBatch sqs:DeleteMessage sqs:DeleteMessageBatch sqs:GetQueueAttributes sqs:ReceiveMessage",
            QUEUE,
        )],
    ),
    template("SQSSendMessagePolicy", &["QueueName"], &[("sqs:SendMessage*", QUEUE)]),
    template(
        "SNSPublishMessagePolicy",
        &["TopicName"],
        &[("sns:Publish", "arn:${AWS::Partition}:sns:${AWS::Region}:${AWS::AccountId}:${topicName}")],
    ),
    template(
        "LambdaInvokePolicy",
        &["FunctionName"],
        &[(
            "lambda:InvokeFunction",
            "arn:${AWS::Partition}:lambda:${AWS::Region}:${AWS::AccountId}:function:${functionName}*",
        )],
    ),
    template(
        "EventBridgePutEventsPolicy",
        &["EventBusName"],
        &[(
            "events:PutEvents",
            "arn:${AWS::Partition}:events:${AWS::Region}:${AWS::AccountId}:event-bus/${eventBusName}",
        )],
    ),
    template("CloudWatchPutMetricPolicy", &[], &[("cloudwatch:PutMetricData", "*")]),
];

/// The policies of a role.
pub struct Policies {
    /// ARNs of managed policies, each once.
    pub managed: Vec<Node>,
    /// `{PolicyName, PolicyDocument}`.
    pub inline: Vec<Node>,
}

/// Reads `Policies`. An inline policy is numbered by its place in the whole list, as SAM does.
pub fn read(role_id: &str, at: Position, listed: Option<&Node>, report: &mut Report) -> Policies {
    let mut policies = Policies { managed: vec![Node::text(at, managed_arn(BASIC))], inline: Vec::new() };
    let items = listed.map_or(&[][..], |node| match &node.value {
        Value::List(items) => items,
        _ => std::slice::from_ref(node),
    });
    for (index, item) in items.iter().enumerate() {
        if let Some(name) = item.as_text() {
            let arn = Node::text(item.at, managed_arn(name));
            if !policies.managed.iter().any(|held| held.as_text() == arn.as_text()) {
                policies.managed.push(arn);
            }
        } else if item.intrinsic().is_some() {
            policies.managed.push(item.clone());
        } else if let Some(document) = document(item, report) {
            policies.inline.push(Node::map(
                item.at,
                vec![
                    ("PolicyName", Node::text(item.at, format!("{role_id}Policy{index}"))),
                    ("PolicyDocument", document),
                ],
            ));
        }
    }
    policies
}

fn managed_arn(name: &str) -> String {
    if name.starts_with("arn:") {
        return name.to_owned();
    }
    let path = if SERVICE_ROLES.contains(&name) { "service-role/" } else { "" };
    format!("arn:aws:iam::aws:policy/{path}{name}")
}

fn document(item: &Node, report: &mut Report) -> Option<Node> {
    if item.get("Statement").is_some() {
        return Some(item.clone());
    }
    let [entry] = item.entries() else {
        report.refuse(item.at, "A policy is a template with its parameters, a managed policy's name or ARN, or a document with `Statement`.");
        return None;
    };
    let Some(template) = TEMPLATES.iter().find(|template| template.name == entry.key) else {
        let names: Vec<_> = TEMPLATES.iter().map(|template| template.name).collect();
        report.refuse(
            entry.at,
            format!(
                "The policy template `{}` is not simulated. Write its statements out, or use one of: {}.",
                entry.key,
                names.join(", ")
            ),
        );
        return None;
    };
    for given in entry.node.entries().iter().filter(|given| !template.parameters.contains(&given.key.as_str())) {
        report.refuse(given.at, format!("The policy template {} has no parameter `{}`.", template.name, given.key));
    }
    let mut missing = template.parameters.iter().filter(|name| entry.node.get(name).is_none());
    if let Some(name) = missing.next() {
        report.aws(entry.at, format!("Transform {SERVERLESS} failed with: Must specify valid parameter values for policy template '{}': '{name}' is missing", template.name));
        return None;
    }
    Some(filled(template, &entry.node, entry.at))
}

fn filled(template: &PolicyTemplate, arguments: &Node, at: Position) -> Node {
    let statements = template.statements.iter().map(|(actions, resources)| {
        let actions: Vec<&str> = actions.split(' ').collect();
        let resources = resources.split(' ').map(|resource| substituted(resource, template, arguments, at));
        Node::map(
            at,
            vec![
                ("Effect", Node::text(at, "Allow")),
                ("Action", Node::texts(at, &actions)),
                ("Resource", Node::list(at, resources.collect())),
            ],
        )
    });
    // SAM writes no Version here, so these policies are of the older one: they have no policy variables.
    Node::map(at, vec![("Statement", Node::list(at, statements.collect()))])
}

fn substituted(resource: &str, template: &PolicyTemplate, arguments: &Node, at: Position) -> Node {
    if !resource.contains("${") {
        return Node::text(at, resource);
    }
    let variables = Node::map(at, Vec::new());
    let variables = template.parameters.iter().fold(variables, |mut variables, name| {
        if let Some(value) = arguments.get(name) {
            variables.set(&camel(name), value.clone());
        }
        variables
    });
    Node::map(at, vec![("Fn::Sub", Node::list(at, vec![Node::text(at, resource), variables]))])
}
