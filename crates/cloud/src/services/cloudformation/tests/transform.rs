//! What the SAM transform makes, compared with aws-sam-translator 1.115.

use serde_json::{Value, json};

use super::{LESSON, load};
use crate::services::cloudformation::catalog::Catalog;
use crate::services::cloudformation::template;

fn resources(text: &str) -> Value {
    let template = load(text).unwrap_or_else(|faults| panic!("{faults:#?}"));
    template.processed()["Resources"].take()
}

#[test]
fn the_first_lesson_names_only_what_the_page_has_at_first() {
    if let Err(faults) = template::load(LESSON, Catalog::CORE) {
        panic!(
            "{faults:#?}\nThe page starts with the types of Catalog::CORE: what the lesson now names belongs there."
        );
    }
}

#[test]
fn what_the_page_has_at_first_it_has_later() {
    let all: Vec<_> = Catalog::ALL.names().collect();
    let gone: Vec<_> = Catalog::CORE.names().filter(|name| !all.contains(name)).collect();
    assert!(gone.is_empty(), "{gone:?} can be made and not changed: add them to Catalog::ALL");
}

#[test]
fn the_lesson_becomes_what_sam_makes_of_it() {
    let made = resources(LESSON);
    let names: Vec<&String> = made.as_object().expect("it is a mapping").keys().collect();
    assert_eq!(
        names,
        ["OriginalImages", "Thumbnails", "MakeThumbnail", "MakeThumbnailRole", "MakeThumbnailPhotoAddedPermission"]
    );
    assert_eq!(
        made["MakeThumbnail"]["Properties"],
        json!({
            "Code": {"S3Bucket": "coldstart-code", "S3Key": "thumbnail"},
            "Role": {"Fn::GetAtt": ["MakeThumbnailRole", "Arn"]},
            "FunctionName": "make-thumbnail",
            "Handler": "bootstrap",
            "Runtime": "provided.al2023",
            "MemorySize": 512,
            "Timeout": 10,
            "Environment": {"Variables": {"TARGET_BUCKET": "my-thumbnails", "THUMBNAIL_SIZE": "100", "JPEG_QUALITY": "75"}},
        })
    );
    assert_eq!(
        made["OriginalImages"],
        json!({
            "Type": "AWS::S3::Bucket",
            "DependsOn": ["MakeThumbnailPhotoAddedPermission"],
            "Properties": {
                "BucketName": "my-original-images",
                "NotificationConfiguration": {"LambdaConfigurations": [{
                    "Function": {"Fn::GetAtt": ["MakeThumbnail", "Arn"]},
                    "Event": "s3:ObjectCreated:*",
                    "Filter": {"S3Key": {"Rules": [{"Name": "prefix", "Value": "photos/"}]}},
                }]},
            },
        })
    );
    assert_eq!(
        made["MakeThumbnailPhotoAddedPermission"]["Properties"],
        json!({
            "Action": "lambda:InvokeFunction",
            "FunctionName": {"Ref": "MakeThumbnail"},
            "Principal": "s3.amazonaws.com",
            "SourceAccount": {"Ref": "AWS::AccountId"},
        })
    );
}

#[test]
fn the_lessons_role_may_do_what_sam_lets_it_do() {
    let role = &resources(LESSON)["MakeThumbnailRole"]["Properties"];
    let on = |bucket: &str| {
        let part = |end: &str| json!({"Fn::Sub": [format!("arn:${{AWS::Partition}}:s3:::${{bucketName}}{end}"), {"bucketName": bucket}]});
        json!([part(""), part("/*")])
    };
    assert_eq!(
        *role,
        json!({
            "AssumeRolePolicyDocument": {"Version": "2012-10-17", "Statement": [{
                "Action": ["sts:AssumeRole"], "Effect": "Allow", "Principal": {"Service": ["lambda.amazonaws.com"]},
            }]},
            "ManagedPolicyArns": ["arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"],
            "Policies": [
                {"PolicyName": "MakeThumbnailRolePolicy0", "PolicyDocument": {"Statement": [{
                    "Effect": "Allow",
                    "Action": ["s3:GetObject", "s3:ListBucket", "s3:GetBucketLocation", "s3:GetObjectVersion", "s3:GetLifecycleConfiguration"],
                    "Resource": on("my-original-images"),
                }]}},
                {"PolicyName": "MakeThumbnailRolePolicy1", "PolicyDocument": {"Statement": [{
                    "Effect": "Allow",
                    "Action": ["s3:PutObject", "s3:PutObjectAcl", "s3:PutLifecycleConfiguration"],
                    "Resource": on("my-thumbnails"),
                }]}},
            ],
        })
    );
}

#[test]
fn globals_conditions_policies_and_several_events() {
    let made = resources(
        "
Transform: AWS::Serverless-2016-10-31
Globals: {Function: {Timeout: 7, Environment: {Variables: {A: '1'}}}}
Conditions: {C: !Equals [a, a]}
Resources:
  B: {Type: AWS::S3::Bucket}
  F:
    Type: AWS::Serverless::Function
    Condition: C
    Metadata: {BuildProperties: {Binary: thumbnail}}
    Properties:
      CodeUri: ../../crates/functions
      Handler: bootstrap
      Runtime: provided.al2023
      Environment: {Variables: {B: '2'}}
      EventInvokeConfig: {MaximumRetryAttempts: 1}
      Policies:
        - AmazonS3ReadOnlyAccess
        - AWSLambdaBasicExecutionRole
        - CloudWatchPutMetricPolicy: {}
        - Statement: [{Effect: Allow, Action: 's3:*', Resource: '*'}]
      Events:
        E: {Type: S3, Properties: {Bucket: !Ref B, Events: ['s3:ObjectCreated:Put', 's3:ObjectRemoved:*']}}
  G:
    Type: AWS::Serverless::Function
    Properties: {InlineCode: x, Handler: index.handler, Runtime: nodejs24.x, Role: !GetAtt FRole.Arn, Timeout: 9}
",
    );
    let f = &made["F"]["Properties"];
    assert_eq!((&f["Timeout"], &f["Environment"]["Variables"]), (&json!(7), &json!({"A": "1", "B": "2"})));
    assert_eq!(f["Code"]["S3Key"], "thumbnail");
    assert_eq!(made["FRole"]["Condition"], "C");
    assert_eq!(
        made["FRole"]["Properties"]["ManagedPolicyArns"],
        json!([
            "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole",
            "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess",
        ])
    );
    let names = made["FRole"]["Properties"]["Policies"]
        .as_array()
        .expect("it is a list")
        .iter()
        .map(|policy| &policy["PolicyName"]);
    assert_eq!(names.collect::<Vec<_>>(), ["FRolePolicy2", "FRolePolicy3"]);
    assert_eq!(
        made["FEventInvokeConfig"]["Properties"],
        json!({"FunctionName": {"Ref": "F"}, "Qualifier": "$LATEST", "MaximumRetryAttempts": 1})
    );
    assert_eq!(
        made["B"]["Properties"]["NotificationConfiguration"]["LambdaConfigurations"],
        json!([
            {"Fn::If": ["C", {"Function": {"Fn::GetAtt": ["F", "Arn"]}, "Event": "s3:ObjectCreated:Put"}, {"Ref": "AWS::NoValue"}]},
            {"Fn::If": ["C", {"Function": {"Fn::GetAtt": ["F", "Arn"]}, "Event": "s3:ObjectRemoved:*"}, {"Ref": "AWS::NoValue"}]},
        ])
    );
    assert_eq!(
        (&made["G"]["Properties"]["Code"], &made["G"]["Properties"]["Timeout"]),
        (&json!({"ZipFile": "x"}), &json!(9))
    );
    assert!(made.get("GRole").is_none());
}
