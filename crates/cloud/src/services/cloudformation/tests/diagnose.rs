//! What is wrong with a template, and on which line.

use super::LESSON;
use crate::services::cloudformation::diagnose;

/// Checks that `template` has exactly these faults: line and part of the text.
fn faults(template: &str, expected: &[(u32, &str)]) {
    let found = diagnose(template);
    let fits = found.len() == expected.len()
        && found.iter().zip(expected).all(|(found, (line, words))| found.line == *line && found.text.contains(words));
    assert!(fits, "expected {expected:#?}\nfound {found:#?}\nin\n{template}");
}

/// A template whose resources are `resources`, which begin on line 2.
fn with(resources: &str, expected: &[(u32, &str)]) {
    faults(&format!("Resources:\n{resources}"), expected);
}

/// A template with one function whose properties, besides the needed ones, begin on line 8.
fn function(properties: &str, expected: &[(u32, &str)]) {
    faults(
        &format!(
            "Transform: AWS::Serverless-2016-10-31
Resources:
  B: {{Type: AWS::S3::Bucket}}
  F:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: f/\n      Handler: bootstrap\n      Runtime: provided.al2023\n{properties}"
        ),
        expected,
    );
}

#[test]
fn the_lesson_is_faultless() {
    faults(LESSON, &[]);
}

#[test]
fn all_faults_are_told_and_not_only_the_first() {
    with(
        "  T: {Type: AWS::SNS::Topic}\n  B:\n    Type: AWS::S3::Bucket\n    Properties:\n      BucketNam: b\n      AccelerateConfiguration: {AccelerationStatus: Enabled}\n",
        &[
            (2, "AWS::SNS::Topic is not simulated"),
            (6, "`BucketNam` of AWS::S3::Bucket is not simulated, or misspelt"),
            (7, "`AccelerateConfiguration`"),
        ],
    );
}

#[test]
fn sections_and_attributes() {
    faults(
        "Resource: {}\n",
        &[(1, "Invalid template property or properties [Resource]"), (1, "At least one Resources member")],
    );
    faults(
        "AWSTemplateFormatVersion: 2010-09-10\nResources: {B: {Type: AWS::S3::Bucket}}",
        &[(1, "must be \"2010-09-09\"")],
    );
    faults(
        "Transform: AWS::LanguageExtensions\nResources: {B: {Type: AWS::S3::Bucket}}",
        &[(1, "Only the transform AWS::Serverless-2016-10-31")],
    );
    with("  my-b: {Type: AWS::S3::Bucket}", &[(2, "Resource name my-b is non alphanumeric")]);
    with("  B: {Properties: {}}", &[(2, "[/Resources/B] Every Resources object must contain a Type member.")]);
    with("  B: {Type: AWS::S3::Bucket, DeletionPolicy: Snapshot}", &[(2, "`DeletionPolicy: Snapshot`")]);
    with("  B: {Type: AWS::S3::Bucket, DeletionPolicy: Retain, Metadata: {a: b}}", &[]);
    with("  F: {Type: AWS::Serverless::Function}", &[(2, "needs `Transform: AWS::Serverless-2016-10-31` at the top")]);
    faults(
        "Parameters: {P: {Type: 'AWS::SSM::Parameter::Value<String>'}}\nResources: {B: {Type: AWS::S3::Bucket}}",
        &[(1, "must have the Type String")],
    );
}

#[test]
fn forms_of_values() {
    with(
        "  L:\n    Type: AWS::Logs::LogGroup\n    Properties:\n      LogGroupName: [a]\n      RetentionInDays: week\n",
        &[(5, "LogGroupName must be a text"), (6, "RetentionInDays must be a whole number")],
    );
    with("  R: {Type: AWS::IAM::Role}", &[(2, "needs the property `AssumeRolePolicyDocument`")]);
    with("  L: {Type: AWS::Logs::LogGroup, Properties: {RetentionInDays: '7', LogGroupName: 7}}", &[]);
}

#[test]
fn functions_of_the_template_language() {
    with(
        "  B:\n    Type: AWS::S3::Bucket\n    Properties:\n      BucketName: !ImportValue x\n",
        &[(5, "Fn::ImportValue is not simulated")],
    );
    with(
        "  B:\n    Type: AWS::S3::Bucket\n    Properties:\n      BucketName: !Foo x\n",
        &[(5, "Fn::Foo is not a valid intrinsic function")],
    );
    with(
        "  B:\n    Type: AWS::S3::Bucket\n    Properties:\n      BucketName: !Join x\n",
        &[(5, "Fn::Join takes a delimiter and a list")],
    );
    with(
        "  B:\n    Type: AWS::S3::Bucket\n    Properties:\n      BucketName: !If [C, a, b]\n",
        &[(5, "Unresolved condition dependency C")],
    );
    with(
        "  B:\n    Type: AWS::S3::Bucket\n    Properties:\n      BucketName: !Equals [C, a]\n",
        &[(5, "can only be used in the Conditions block")],
    );
}

#[test]
fn references_to_nothing() {
    with(
        "  B:\n    Type: AWS::S3::Bucket\n    DependsOn: Y\n    Properties:\n      BucketName: !Sub '${X}-${AWS::Region}'\n",
        &[
            (
                4,
                "Template format error: Unresolved resource dependencies [X, Y] in the Resources block of the template",
            ),
            (6, "[X, Y]"),
        ],
    );
    with(
        "  B: {Type: AWS::S3::Bucket}\n  C:\n    Type: AWS::S3::Bucket\n    Properties: {BucketName: !GetAtt B.Color}",
        &[(5, "no attribute `Color`")],
    );
}

#[test]
fn circles() {
    let bucket = |name: &str, other: &str| {
        format!("  {name}:\n    Type: AWS::S3::Bucket\n    Properties: {{BucketName: !Ref {other}}}\n")
    };
    let three = bucket("A", "B") + &bucket("B", "A") + &bucket("C", "A");
    with(&three, &[(2, "Circular dependency between resources: [A, B]")]);
    // The trap of the first lesson: the role waits for the bucket, the bucket for the function, it for the role.
    let trap = LESSON.replacen(
        "BucketName: my-original-images\n        - S3W",
        "BucketName: !Ref OriginalImages\n        - S3W",
        1,
    );
    faults(
        &trap,
        &[(
            6,
            "Circular dependency between resources: [OriginalImages, MakeThumbnail, MakeThumbnailRole, MakeThumbnailPhotoAddedPermission]",
        )],
    );
}

#[test]
fn serverless_functions() {
    function("", &[]);
    function(
        "      Layers: [x]\n      Timeout: soon\n",
        &[(10, "`Layers` of AWS::Serverless::Function"), (11, "Timeout must be a whole number")],
    );
    function(
        "      Policies:\n        - S3ReedPolicy: {BucketName: b}\n        - S3ReadPolicy: {}\n",
        &[(11, "`S3ReedPolicy` is not simulated"), (12, "'BucketName' is missing")],
    );
    function(
        "      Events:\n        E: {Type: Schedule, Properties: {Schedule: rate(1 day)}}\n",
        &[(11, "Events of the type `Schedule` are not simulated")],
    );
    function(
        "      Events:\n        E: {Type: S3, Properties: {Bucket: b, Events: 's3:ObjectCreated:*'}}\n",
        &[(11, "S3 events must reference an S3 bucket in the same template")],
    );
    faults(
        "Transform: AWS::Serverless-2016-10-31\nGlobals:\n  Function: {FunctionName: f}\nResources:\n  F:\n    Type: AWS::Serverless::Function\n    Properties: {InlineCode: x, Handler: h.h}",
        &[(3, "'FunctionName' is not a supported property of 'Function'"), (5, "Missing required property 'Runtime'")],
    );
    faults(
        "Transform: AWS::Serverless-2016-10-31\nResources:\n  F:\n    Type: AWS::Serverless::StateMachine\n",
        &[(3, "AWS::Serverless::StateMachine is not simulated")],
    );
}

#[test]
fn no_text_makes_the_reader_panic() {
    for (end, _) in LESSON.char_indices() {
        let _ = diagnose(&LESSON[..end]);
    }
    let lines: Vec<&str> = LESSON.lines().collect();
    for gone in 0..lines.len() {
        let rest: Vec<&str> =
            lines.iter().enumerate().filter(|(index, _)| *index != gone).map(|(_, line)| *line).collect();
        let _ = diagnose(&rest.join("\n"));
    }
    for piece in ["- ", "? ", "[", "{", "{a: ", "!a ", "a: ", "'", "%", "&a ", "Resources: {a: !Sub ", "\u{feff}"] {
        let _ = diagnose(&piece.repeat(40_000 / piece.len()));
    }
}
