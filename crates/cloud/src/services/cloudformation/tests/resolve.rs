//! What the functions of a template give.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use super::load;
use crate::services::cloudformation::intrinsics::{Resource, Scope};

/// Checks what the properties of a bucket come to, in a template with parameters, mappings and conditions.
fn check(name: &str, expected: &str) {
    let text = format!(
        "
Parameters:
  Stage: {{Type: String}}
  Sizes: {{Type: CommaDelimitedList}}
Mappings:
  Quality: {{test: {{jpeg: 50}}, live: {{jpeg: 85}}}}
Conditions:
  IsLive: !Equals [!Ref Stage, live]
  IsTest: !And [!Not [!Condition IsLive], !Equals [!Ref Stage, test]]
  IsEither: !Or [!Condition IsLive, !Condition IsTest]
Resources:
  Other: {{Type: AWS::S3::Bucket}}
  Subject: {{Type: AWS::S3::Bucket, Properties: {{BucketName: {name}}}}}"
    );
    let template = load(&text).unwrap_or_else(|faults| panic!("{name}: {faults:?}"));
    let parameters =
        [("Stage", "test"), ("Sizes", "100, 200,300")].map(|(key, value)| (key.to_owned(), value.to_owned()));
    let arn = BTreeMap::from([("Arn".to_owned(), "arn:aws:s3:::o".to_owned())]);
    let made = Resource { physical_id: "o".to_owned(), attributes: arn };
    let scope = Scope {
        template: &template,
        parameters: &BTreeMap::from(parameters),
        resources: &BTreeMap::from([("Other".to_owned(), made)]),
        stack_name: "s",
        stack_id: "arn:s",
    };
    let subject = template.resource("Subject").expect("it is in the template");
    let found = scope.resolve(&subject.properties).map(|value| value.unwrap_or_default()["BucketName"].take());
    let found = found.map(|value| if let Json::String(text) = value { text } else { value.to_string() });
    assert_eq!(found.unwrap_or_else(|error| error), expected, "{name}");
}

#[test]
fn functions_give_what_they_should() {
    check("!Ref Other", "o");
    check("!GetAtt Other.Arn", "arn:aws:s3:::o");
    check("!Sub '${Other}-${Stage}-${AWS::Region}-${AWS::StackName}-${!Other}'", "o-test-us-east-1-s-${Other}");
    check("!Sub ['${a}/${Other.Arn}', {a: !Ref AWS::AccountId}]", "123456789012/arn:aws:s3:::o");
    check("!Join ['-', [a, 1, !Ref Other]]", "a-1-o");
    check("!Join ['-', !Ref Sizes]", "100-200-300");
    check("!Select [1, !Ref Sizes]", "200");
    check("!Select [0, !Split [':', 'a:b']]", "a");
    check("!Select [7, !Ref Sizes]", "Template error: Fn::Select cannot select nonexistent value at index 7");
    check("!FindInMap [Quality, !Ref Stage, jpeg]", "50");
    check("!FindInMap [Quality, none, jpeg]", "Template error: Unable to get mapping for Quality::none::jpeg");
    check("!Base64 hello", "aGVsbG8=");
    check("!If [IsLive, l, !If [IsTest, t, n]]", "t");
    check("!If [IsEither, yes it is, n]", "yes it is");
    check("!If [IsLive, x, !Ref AWS::NoValue]", "null");
}
