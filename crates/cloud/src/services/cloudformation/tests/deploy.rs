//! Stacks: made, changed, undone, deleted, over the wire.

use super::{Bench, LESSON};
use crate::services::cloudformation::create_stack_request;

const GROUPS: &str = "
Parameters: {Days: {Type: Number, Default: 7}}
Resources:
  A: {Type: AWS::Logs::LogGroup, Properties: {LogGroupName: a, RetentionInDays: !Ref Days}}
  B: {Type: AWS::Logs::LogGroup, Properties: {LogGroupName: !Sub '${A}-b'}}
Outputs:
  Name: {Value: !Ref B, Description: the second}
";

const TRUST: &str = "{Version: 2012-10-17, Statement: [{Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: sts:AssumeRole}]}";

#[test]
fn the_lesson_is_deployed() {
    let mut bench = Bench::new();
    let response = bench.send(&create_stack_request("s", LESSON));
    assert_eq!(response.status, 200, "{:?}", response.body);
    assert_eq!(bench.status(), "CREATE_COMPLETE", "{:#?}", bench.stack().failure());
    assert_eq!(
        bench.events(),
        [
            "s CREATE_IN_PROGRESS",
            "Thumbnails CREATE_IN_PROGRESS",
            "Thumbnails CREATE_COMPLETE",
            "MakeThumbnailRole CREATE_IN_PROGRESS",
            "MakeThumbnailRole CREATE_COMPLETE",
            "MakeThumbnail CREATE_IN_PROGRESS",
            "MakeThumbnail CREATE_COMPLETE",
            "MakeThumbnailPhotoAddedPermission CREATE_IN_PROGRESS",
            "MakeThumbnailPhotoAddedPermission CREATE_COMPLETE",
            "OriginalImages CREATE_IN_PROGRESS",
            "OriginalImages CREATE_COMPLETE",
            "s CREATE_COMPLETE",
        ]
    );
    let function = bench.http(
        "GET",
        "https://lambda.us-east-1.amazonaws.com/2015-03-31/functions/make-thumbnail/configuration",
        "",
    );
    assert!(
        function.contains(r#""TARGET_BUCKET":"my-thumbnails""#) && function.contains(r#""MemorySize":512"#),
        "{function}"
    );
    let notification = bench.http("GET", "https://my-original-images.s3.us-east-1.amazonaws.com/?notification", "");
    assert!(notification.contains("photos/") && notification.contains("function:make-thumbnail"), "{notification}");
    let role = bench.physical("MakeThumbnailRole");
    let policy = bench.iam(&format!("Action=GetRolePolicy&RoleName={role}&PolicyName=MakeThumbnailRolePolicy0"));
    assert!(policy.contains("my-original-images"), "{policy}");
}

#[test]
fn the_lesson_is_deleted_and_leaves_nothing() {
    let mut bench = Bench::new();
    bench.deploy(LESSON);
    bench.call("DeleteStack", &[]).expect("it is there");
    assert_eq!(bench.status(), "DELETE_COMPLETE", "{:#?}", bench.stack().failure());
    let roles = bench.iam("Action=ListRoles");
    assert!(!roles.contains("MakeThumbnailRole"), "{roles}");
    let buckets = bench.http("GET", "https://s3.us-east-1.amazonaws.com/", "");
    assert!(!buckets.contains("my-"), "{buckets}");
    assert_eq!(
        bench.call("DescribeStacks", &[]).expect_err("it is gone"),
        "ValidationError: Stack with id s does not exist"
    );
    bench.call("DeleteStack", &[]).expect("what is not there is deleted without complaint");
}

#[test]
fn what_fails_is_rolled_back() {
    let mut bench = Bench::new();
    let template = "
Resources:
  First: {Type: AWS::S3::Bucket, Properties: {BucketName: one-bucket}}
  Second: {Type: AWS::S3::Bucket, Properties: {BucketName: No-Bucket-Name}, DependsOn: First}
";
    assert_eq!(bench.deploy(template), "ROLLBACK_COMPLETE");
    assert_eq!(
        bench.events(),
        [
            "s CREATE_IN_PROGRESS",
            "First CREATE_IN_PROGRESS",
            "First CREATE_COMPLETE",
            "Second CREATE_IN_PROGRESS",
            "Second CREATE_FAILED",
            "s ROLLBACK_IN_PROGRESS",
            "Second DELETE_COMPLETE",
            "First DELETE_IN_PROGRESS",
            "First DELETE_COMPLETE",
            "s ROLLBACK_COMPLETE",
        ]
    );
    let reason = &bench.stack().failure().expect("it failed").reason;
    assert!(
        reason.contains("The specified bucket is not valid. (Service: S3, Status Code: 400, Request ID: "),
        "{reason}"
    );
    assert!(reason.ends_with("HandlerErrorCode: InvalidRequest)"), "{reason}");
    let update = bench.call("UpdateStack", &[("TemplateBody", GROUPS)]).expect_err("it can only be deleted");
    assert!(update.contains("is in ROLLBACK_COMPLETE state and can not be updated."), "{update}");
    bench.call("DeleteStack", &[]).expect("it is there");
    assert_eq!(bench.status(), "DELETE_COMPLETE");
}

#[test]
fn what_was_half_made_is_deleted_too() {
    let mut bench = Bench::new();
    let template = format!(
        "Resources:\n  R: {{Type: AWS::IAM::Role, Properties: {{AssumeRolePolicyDocument: {TRUST}, ManagedPolicyArns: ['arn:aws:iam::aws:policy/NoSuchPolicy']}}}}"
    );
    assert_eq!(bench.deploy(&template), "ROLLBACK_COMPLETE", "{:#?}", bench.stack().events);
    let roles = bench.iam("Action=ListRoles");
    assert!(!roles.contains("<RoleName>s-R-"), "{roles}");
}

#[test]
fn do_nothing_leaves_what_was_made() {
    let mut bench = Bench::new();
    let template = "Resources:\n  A: {Type: AWS::Logs::LogGroup}\n  B: {Type: AWS::S3::Bucket, Properties: {BucketName: X}, DependsOn: A}";
    bench.call("CreateStack", &[("TemplateBody", template), ("OnFailure", "DO_NOTHING")]).expect("it is accepted");
    assert_eq!(bench.status(), "CREATE_FAILED");
    assert!(bench.physical("A").starts_with("s-A-"));
}

#[test]
fn parameters_outputs_and_descriptions() {
    let mut bench = Bench::new();
    bench
        .call(
            "CreateStack",
            &[
                ("TemplateBody", GROUPS),
                ("Parameters.member.1.ParameterKey", "Days"),
                ("Parameters.member.1.ParameterValue", "3"),
            ],
        )
        .expect("it is accepted");
    assert_eq!(bench.stack().resource("A").expect("it was made").properties["RetentionInDays"], "3");
    let described = bench.call("DescribeStacks", &[]).expect("it is there");
    let stack = described.child("DescribeStacksResult").and_then(|result| result.child("Stacks")?.child("member"));
    let output = stack.and_then(|stack| stack.child("Outputs")?.child("member")).expect("it has an output");
    assert_eq!((output.child_text("OutputKey"), output.child_text("OutputValue")), (Some("Name"), Some("a-b")));
    let resources = bench.call("DescribeStackResources", &[("LogicalResourceId", "B")]).expect("it is there");
    let resources = resources.child("DescribeStackResourcesResult").and_then(|result| result.child("StackResources"));
    assert_eq!(resources.map(|resources| resources.children.len()), Some(1));
    let template = bench.call("GetTemplate", &[]).expect("it is there");
    let body = template.child("GetTemplateResult").and_then(|result| result.child_text("TemplateBody"));
    assert_eq!(body, Some(GROUPS));
    assert!(bench.call("DescribeStackEvents", &[]).is_ok());
    assert!(bench.call("ValidateTemplate", &[("TemplateBody", LESSON)]).is_ok());
}

#[test]
fn an_update_changes_what_changed() {
    let mut bench = Bench::new();
    bench.deploy(LESSON);
    assert_eq!(bench.update(&LESSON.replace("MemorySize: 512", "MemorySize: 1024")), "UPDATE_COMPLETE");
    assert_eq!(
        bench.events(),
        [
            "s UPDATE_IN_PROGRESS",
            "MakeThumbnail UPDATE_IN_PROGRESS",
            "MakeThumbnail UPDATE_COMPLETE",
            "s UPDATE_COMPLETE_CLEANUP_IN_PROGRESS",
            "s UPDATE_COMPLETE",
        ]
    );
    assert_eq!(bench.world.lambda().function("make-thumbnail").expect("it is there").memory_mb, 1024);
    assert_eq!(bench.update(&LESSON.replace("photos/", "pictures/")), "UPDATE_COMPLETE");
    let notification = bench.http("GET", "https://my-original-images.s3.us-east-1.amazonaws.com/?notification", "");
    assert!(notification.contains("pictures/"), "{notification}");
    let weaker = LESSON.replace("        - S3WritePolicy:\n            BucketName: my-thumbnails\n", "");
    assert_eq!(bench.update(&weaker), "UPDATE_COMPLETE", "{:#?}", bench.stack().failure());
    let role = bench.physical("MakeThumbnailRole");
    let policies = bench.iam(&format!("Action=ListRolePolicies&RoleName={role}"));
    assert!(policies.contains("RolePolicy0") && !policies.contains("RolePolicy1"), "{policies}");
    let again = bench.call("UpdateStack", &[("TemplateBody", &weaker)]).expect_err("nothing changed");
    assert_eq!(again, "ValidationError: No updates are to be performed.");
}

#[test]
fn an_update_makes_replaces_and_deletes() {
    let mut bench = Bench::new();
    bench.deploy(GROUPS);
    let template = GROUPS
        .replace("LogGroupName: a,", "LogGroupName: aa,")
        .replace("Outputs:", "  C: {Type: AWS::Logs::LogGroup}\nOutputs:");
    assert_eq!(bench.update(&template), "UPDATE_COMPLETE");
    let names: Vec<String> = bench.world.logs().groups().map(|group| group.name.to_string()).collect();
    assert_eq!(names, ["aa".to_owned(), "aa-b".to_owned(), bench.physical("C")]);
    assert_eq!(
        bench.update("Resources:\n  A: {Type: AWS::Logs::LogGroup, Properties: {LogGroupName: aa}}"),
        "UPDATE_COMPLETE"
    );
    assert_eq!(bench.world.logs().groups().count(), 1);
}

#[test]
fn an_update_that_fails_is_taken_back() {
    let mut bench = Bench::new();
    bench.deploy(GROUPS);
    let template = GROUPS
        .replace("Default: 7", "Default: 30")
        .replace("Outputs:", "  C: {Type: AWS::S3::Bucket, Properties: {BucketName: X}}\nOutputs:");
    assert_eq!(bench.update(&template), "UPDATE_ROLLBACK_COMPLETE");
    assert_eq!(bench.stack().resource("A").expect("it is still there").properties["RetentionInDays"], "7");
    assert_eq!((bench.stack().resources.len(), bench.stack().outputs.len()), (2, 1));
    assert_eq!(&*bench.stack().template, GROUPS);
}

#[test]
fn a_bucket_that_holds_something_keeps_its_stack() {
    let mut bench = Bench::new();
    bench.deploy("Resources:\n  B: {Type: AWS::S3::Bucket, Properties: {BucketName: full}}\n  K: {Type: AWS::S3::Bucket, DeletionPolicy: Retain}");
    bench.http("PUT", "https://full.s3.us-east-1.amazonaws.com/a", "x");
    bench.call("DeleteStack", &[]).expect("it is accepted");
    assert_eq!(bench.status(), "DELETE_FAILED");
    assert_eq!(bench.stack().resource("K").map(|resource| resource.status), Some("DELETE_SKIPPED"));
    bench.http("DELETE", "https://full.s3.us-east-1.amazonaws.com/a", "");
    bench.call("DeleteStack", &[]).expect("it is accepted");
    assert_eq!(bench.status(), "DELETE_COMPLETE");
}

#[test]
fn calls_that_are_refused() {
    let mut bench = Bench::new();
    let role = format!("Resources: {{R: {{Type: AWS::IAM::Role, Properties: {{AssumeRolePolicyDocument: {TRUST}}}}}}}");
    let create = |bench: &mut Bench, template: &str, rest: &str| {
        let template = crate::protocol::uri::encode(template);
        bench.form(format!("Action=CreateStack&StackName=t{rest}&TemplateBody={template}")).expect_err("it is refused")
    };
    assert_eq!(
        create(&mut bench, &role, ""),
        "InsufficientCapabilitiesException: Requires capabilities : [CAPABILITY_IAM]"
    );
    let named = role.replace("Properties: {", "Properties: {RoleName: r, ");
    assert_eq!(
        create(&mut bench, &named, "&Capabilities.member.1=CAPABILITY_IAM"),
        "InsufficientCapabilitiesException: Requires capabilities : [CAPABILITY_NAMED_IAM]"
    );
    assert_eq!(
        create(&mut bench, LESSON, "&Capabilities.member.1=CAPABILITY_IAM"),
        "InsufficientCapabilitiesException: Requires capabilities : [CAPABILITY_AUTO_EXPAND]"
    );
    let table = create(&mut bench, "Resources: {T: {Type: AWS::SNS::Topic}}", "");
    assert!(table.starts_with("ValidationError: Coldstart cannot deploy this template.\nline 1, column 23: AWS::SNS::Topic is not simulated."), "{table}");
    assert_eq!(
        create(&mut bench, "Resources: {B: {Type: AWS::S3::Bucket, DependsOn: C}}", ""),
        "ValidationError: Template format error: Unresolved resource dependencies [C] in the Resources block of the template"
    );
    let days = GROUPS.replace(", Default: 7", "");
    assert_eq!(create(&mut bench, &days, ""), "ValidationError: Parameters: [Days] must have values");
    assert_eq!(
        create(&mut bench, GROUPS, "&Parameters.member.1.ParameterKey=X&Parameters.member.1.ParameterValue=1"),
        "ValidationError: Parameters: [X] do not exist in the template"
    );
    bench.deploy(GROUPS);
    assert_eq!(
        bench.call("CreateStack", &[("TemplateBody", GROUPS)]).expect_err("it exists"),
        "AlreadyExistsException: Stack [s] already exists"
    );
    assert!(
        bench
            .form("Action=DetectStackDrift&StackName=s".to_owned())
            .expect_err("it is not simulated")
            .starts_with("NotImplemented")
    );
}

const SITE: &str = r#"
Resources:
  Site:
    Type: AWS::S3::Bucket
    Properties:
      BucketName: site
      OwnershipControls: {Rules: [{ObjectOwnership: ObjectWriter}]}
      PublicAccessBlockConfiguration: {BlockPublicAcls: true, BlockPublicPolicy: false}
      VersioningConfiguration: {Status: Enabled}
      BucketEncryption:
        ServerSideEncryptionConfiguration: [{ServerSideEncryptionByDefault: {SSEAlgorithm: AES256}, BucketKeyEnabled: true}]
      CorsConfiguration:
        CorsRules: [{AllowedMethods: [GET, PUT], AllowedOrigins: ['*'], ExposedHeaders: [ETag], MaxAge: 60}]
      WebsiteConfiguration:
        IndexDocument: index.html
        ErrorDocument: error.html
        RoutingRules:
          - RoutingRuleCondition: {KeyPrefixEquals: old/}
            RedirectRule: {ReplaceKeyPrefixWith: new/, HttpRedirectCode: '302'}
      LifecycleConfiguration:
        Rules:
          - {Id: a, Status: Enabled, Prefix: tmp/, ExpirationInDays: 3, TagFilters: [{Key: k, Value: v}]}
          - Id: b
            Status: Disabled
            Transitions: [{StorageClass: GLACIER, TransitionInDays: 30}]
            NoncurrentVersionExpiration: {NoncurrentDays: 7, NewerNoncurrentVersions: 2}
            AbortIncompleteMultipartUpload: {DaysAfterInitiation: 1}
      Tags: [{Key: place, Value: a + b}]
  Open:
    Type: AWS::S3::BucketPolicy
    Properties:
      Bucket: !Ref Site
      PolicyDocument:
        Version: 2012-10-17
        Statement: [{Effect: Allow, Principal: '*', Action: s3:GetObject, Resource: !Sub '${Site.Arn}/*'}]
"#;

#[test]
fn a_buckets_settings_are_put_by_calls_of_s3() {
    let mut bench = Bench::new();
    bench.deploy(SITE);
    for (parameter, parts) in [
        ("ownershipControls", "<Rule><ObjectOwnership>ObjectWriter</ObjectOwnership></Rule>"),
        ("publicAccessBlock", "<BlockPublicAcls>true</BlockPublicAcls>"),
        ("versioning", "<Status>Enabled</Status>"),
        (
            "encryption",
            "<Rule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>AES256</SSEAlgorithm></ApplyServerSideEncryptionByDefault><BucketKeyEnabled>true</BucketKeyEnabled></Rule>",
        ),
        (
            "cors",
            "<CORSRule><AllowedMethod>GET</AllowedMethod><AllowedMethod>PUT</AllowedMethod><AllowedOrigin>*</AllowedOrigin><ExposeHeader>ETag</ExposeHeader><MaxAgeSeconds>60</MaxAgeSeconds></CORSRule>",
        ),
        (
            "website",
            "<IndexDocument><Suffix>index.html</Suffix></IndexDocument><ErrorDocument><Key>error.html</Key></ErrorDocument><RoutingRules><RoutingRule><Condition><KeyPrefixEquals>old/</KeyPrefixEquals></Condition><Redirect><ReplaceKeyPrefixWith>new/</ReplaceKeyPrefixWith><HttpRedirectCode>302</HttpRedirectCode></Redirect></RoutingRule></RoutingRules>",
        ),
        (
            "lifecycle",
            "<Expiration><Days>3</Days></Expiration><Filter><And><Prefix>tmp/</Prefix><Tag><Key>k</Key><Value>v</Value></Tag></And></Filter></Rule>",
        ),
        (
            "lifecycle",
            "<Transition><StorageClass>GLACIER</StorageClass><Days>30</Days></Transition><NoncurrentVersionExpiration><NoncurrentDays>7</NoncurrentDays><NewerNoncurrentVersions>2</NewerNoncurrentVersions></NoncurrentVersionExpiration><AbortIncompleteMultipartUpload><DaysAfterInitiation>1</DaysAfterInitiation></AbortIncompleteMultipartUpload>",
        ),
        ("tagging", "<Tag><Key>place</Key><Value>a + b</Value></Tag>"),
        ("policy", "arn:aws:s3:::site/*"),
    ] {
        let document = bench.http("GET", &format!("https://site.s3.us-east-1.amazonaws.com/?{parameter}"), "");
        assert!(document.contains(parts), "{parameter}: {document}");
    }
}

#[test]
fn a_setting_that_is_taken_out_is_taken_away() {
    let mut bench = Bench::new();
    bench.deploy(SITE);
    let start = SITE.find("      CorsConfiguration").expect("it is there");
    let end = SITE.find("      WebsiteConfiguration").expect("it is there");
    let without = [&SITE[..start], &SITE[end..]]
        .concat()
        .replace("VersioningConfiguration: {Status: Enabled}", "AccessControl: Private");
    let without =
        without.replace("      AccessControl: Private\n", "").replace("      Tags: [{Key: place, Value: a + b}]\n", "");
    bench.call("UpdateStack", &[("TemplateBody", &without)]).expect("it is a good template");
    let get = |bench: &mut Bench, parameter: &str| {
        bench.http("GET", &format!("https://site.s3.us-east-1.amazonaws.com/?{parameter}"), "")
    };
    assert!(get(&mut bench, "cors").contains("NoSuchCORSConfiguration"));
    assert!(get(&mut bench, "tagging").contains("NoSuchTagSet"));
    assert!(get(&mut bench, "versioning").contains("Suspended"));
    assert!(get(&mut bench, "website").contains("index.html"));
    bench.call("DeleteStack", &[]).expect("it is there");
    assert!(get(&mut bench, "policy").contains("NoSuchBucket"));
}
