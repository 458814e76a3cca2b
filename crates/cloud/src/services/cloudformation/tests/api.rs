//! REST APIs in templates: written out in resources, and made of functions' events.

use serde_json::Value;

use super::{Bench, load};

const API: &str = "
Resources:
  Api: {Type: AWS::ApiGateway::RestApi, Properties: {Name: pets, BinaryMediaTypes: [image/png], Tags: [{Key: a, Value: 1}]}}
  Pets: {Type: AWS::ApiGateway::Resource, Properties: {RestApiId: !Ref Api, ParentId: !GetAtt Api.RootResourceId, PathPart: pets}}
  Pet: {Type: AWS::ApiGateway::Model, Properties: {RestApiId: !Ref Api, Schema: {type: object, properties: {name: {type: string}}}}}
  Checks: {Type: AWS::ApiGateway::RequestValidator, Properties: {RestApiId: !Ref Api, Name: all, ValidateRequestBody: true}}
  Guard:
    Type: AWS::ApiGateway::Authorizer
    Properties:
      RestApiId: !Ref Api
      Name: guard
      Type: TOKEN
      IdentitySource: method.request.header.Authorization
      AuthorizerUri: !Sub 'arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/f/invocations'
  Refusal:
    Type: AWS::ApiGateway::GatewayResponse
    Properties: {RestApiId: !Ref Api, ResponseType: UNAUTHORIZED, StatusCode: 401, ResponseTemplates: {application/json: '{}'}}
  Get:
    Type: AWS::ApiGateway::Method
    Properties:
      RestApiId: !Ref Api
      ResourceId: !Ref Pets
      HttpMethod: GET
      AuthorizationType: CUSTOM
      AuthorizerId: !Ref Guard
      ApiKeyRequired: true
      RequestParameters: {method.request.querystring.page: false}
      RequestModels: {application/json: !Ref Pet}
      RequestValidatorId: !GetAtt Checks.RequestValidatorId
      MethodResponses: [{StatusCode: 200, ResponseParameters: {method.response.header.X: true}}]
      Integration:
        Type: MOCK
        TimeoutInMillis: 1000
        RequestTemplates: {application/json: '{\"statusCode\": 200}'}
        IntegrationResponses: [{StatusCode: 200, ResponseParameters: {method.response.header.X: \"'1'\"}}]
  Deployed: {Type: AWS::ApiGateway::Deployment, DependsOn: Get, Properties: {RestApiId: !Ref Api}}
  Prod:
    Type: AWS::ApiGateway::Stage
    Properties:
      RestApiId: !Ref Api
      DeploymentId: !Ref Deployed
      StageName: prod
      Variables: {LEVEL: 1}
      MethodSettings: [{ResourcePath: '/*', HttpMethod: '*', ThrottlingBurstLimit: 5}, {ResourcePath: /~1pets, HttpMethod: GET, LoggingLevel: INFO}]
      AccessLogSetting: {DestinationArn: 'arn:aws:logs:us-east-1:123456789012:log-group:a', Format: $context.requestId}
  Key: {Type: AWS::ApiGateway::ApiKey, Properties: {Enabled: true, Value: abcdefghijklmnopqrst}}
  Plan:
    Type: AWS::ApiGateway::UsagePlan
    Properties:
      ApiStages: [{ApiId: !Ref Api, Stage: !Ref Prod, Throttle: {/pets/GET: {RateLimit: 1, BurstLimit: 2}}}]
      Quota: {Limit: 10, Period: DAY}
      Throttle: {RateLimit: 2.5, BurstLimit: 3}
  Joined: {Type: AWS::ApiGateway::UsagePlanKey, Properties: {KeyId: !Ref Key, KeyType: API_KEY, UsagePlanId: !Ref Plan}}
  Logs: {Type: AWS::ApiGateway::Account, Properties: {CloudWatchRoleArn: 'arn:aws:iam::123456789012:role/logs'}}
";

const HELLO: &str = "
Transform: AWS::Serverless-2016-10-31
Globals: {Api: {Cors: \"'*'\"}}
Resources:
  Hello:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: hello/
      Runtime: python3.14
      Handler: index.handler
      Events:
        Get: {Type: Api, Properties: {Path: '/hello/{name}', Method: get}}
        Any: {Type: Api, Properties: {Path: '/', Method: any}}
Outputs: {Url: {Value: !Sub 'https://${ServerlessRestApi}.execute-api.${AWS::Region}.amazonaws.com/Prod/'}}
";

const DESCRIBED: &str = "
Resources:
  Api:
    Type: AWS::ApiGateway::RestApi
    Properties:
      Description: about pets
      ApiKeySourceType: AUTHORIZER
      Body:
        openapi: 3.0.1
        info: {title: pets, description: theirs}
        x-amazon-apigateway-request-validators: {all: {validateRequestBody: true}}
        x-amazon-apigateway-request-validator: all
        paths:
          /pets:
            post:
              requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Pets'}}}}
              responses: {200: {description: Done.}}
              x-amazon-apigateway-integration: {type: mock, responses: {default: {statusCode: 200}}}
        components:
          schemas:
            Pets: {type: array, items: {$ref: '#/components/schemas/Pet'}}
            Pet: {type: object, required: [name]}
";

/// What API Gateway tells of a path.
fn told(bench: &mut Bench, path: &str) -> String {
    bench.http("GET", &format!("https://apigateway.us-east-1.amazonaws.com{path}"), "")
}

#[test]
fn an_api_written_out_in_resources_is_deployed_changed_and_deleted() {
    let mut bench = Bench::new();
    assert_eq!(bench.deploy(API), "CREATE_COMPLETE", "{:#?}", bench.stack().failure());
    let [api, pets, plan, key] = ["Api", "Pets", "Plan", "Key"].map(|id| bench.physical(id));
    let method = told(&mut bench, &format!("/restapis/{api}/resources/{pets}/methods/GET"));
    for says in [
        r#""authorizationType":"CUSTOM""#,
        r#""apiKeyRequired":true"#,
        r#""requestParameters":{"method.request.querystring.page":false}"#,
        r#""timeoutInMillis":1000"#,
        r#""responseParameters":{"method.response.header.X":"'1'"}"#,
        r#""requestModels":{"application/json":"s"#,
    ] {
        assert!(method.contains(says), "{method} has no {says}");
    }
    let stage = told(&mut bench, &format!("/restapis/{api}/stages/prod"));
    for says in [r#""variables":{"LEVEL":"1"}"#, r#""throttlingBurstLimit":5"#, r#""~1pets/GET""#, "$context.requestId"]
    {
        assert!(stage.contains(says), "{stage} has no {says}");
    }
    let refusal = told(&mut bench, &format!("/restapis/{api}/gatewayresponses/UNAUTHORIZED"));
    assert!(refusal.contains(r#""statusCode":"401","responseTemplates":{"application/json":"{}"}"#), "{refusal}");
    let joined = told(&mut bench, &format!("/usageplans/{plan}/keys/{key}"));
    assert!(joined.contains("abcdefghijklmnopqrst"), "{joined}");
    let plan = told(&mut bench, &format!("/usageplans/{plan}"));
    assert!(plan.contains(r#""throttle":{"/pets/GET":{"burstLimit":2,"rateLimit":1.0}}"#), "{plan}");

    let changed = API
        .replace("LEVEL: 1", "OTHER: 2")
        .replace("ThrottlingBurstLimit: 5", "ThrottlingBurstLimit: 6")
        .replace("BurstLimit: 3", "BurstLimit: 4")
        .replace("Name: pets", "Name: dogs, Description: about dogs")
        .replace("image/png", "image/gif")
        .replace("TimeoutInMillis: 1000", "TimeoutInMillis: 2000");
    assert_eq!(bench.update(&changed), "UPDATE_COMPLETE", "{:#?}", bench.stack().failure());
    let stage = told(&mut bench, &format!("/restapis/{api}/stages/prod"));
    assert!(stage.contains(r#""variables":{"OTHER":"2"}"#) && stage.contains(r#""throttlingBurstLimit":6"#), "{stage}");
    let told_of = told(&mut bench, &format!("/restapis/{api}"));
    assert!(
        told_of.contains(r#""name":"dogs","description":"about dogs","binaryMediaTypes":["image/gif"]"#),
        "{told_of}"
    );

    bench.call("DeleteStack", &[]).expect("it is there");
    assert_eq!(bench.status(), "DELETE_COMPLETE", "{:#?}", bench.stack().failure());
    let state = bench.world.apigateway();
    assert!(state.apis.is_empty() && state.keys.is_empty() && state.plans.is_empty());
}

#[test]
fn an_api_is_what_its_definition_says() {
    let mut bench = Bench::new();
    assert_eq!(bench.deploy(DESCRIBED), "CREATE_COMPLETE", "{:#?}", bench.stack().failure());
    let api = bench.physical("Api");
    let says = |bench: &mut Bench, path: &str, words: &[&str]| {
        let told = told(bench, &format!("/restapis/{api}{path}"));
        for words in words {
            assert!(told.contains(words), "{told} has no {words}");
        }
    };
    let settings = [r#""name":"pets""#, r#""description":"about pets""#, r#""apiKeySource":"AUTHORIZER""#];
    says(&mut bench, "", &settings);
    says(&mut bench, "/models/Pets", &["/models/Pet"]);
    says(
        &mut bench,
        "/resources?embed=methods",
        &[r#""path":"/pets""#, r#""requestModels":{"application/json":"Pets"}"#, r#""requestValidatorId":""#],
    );
    let changed = DESCRIBED.replace("/pets:", "/dogs:").replace("title: pets", "title: dogs");
    assert_eq!(bench.update(&changed), "UPDATE_COMPLETE", "{:#?}", bench.stack().failure());
    let settings = [r#""name":"dogs""#, r#""description":"about pets""#, r#""apiKeySource":"AUTHORIZER""#];
    says(&mut bench, "", &settings);
    let resources = told(&mut bench, &format!("/restapis/{api}/resources"));
    assert!(resources.contains("/dogs") && !resources.contains("/pets"), "{resources}");
    // What is no longer said beside the definition is as the definition says.
    let plain = changed.replace("      Description: about pets\n", "");
    assert_eq!(bench.update(&plain), "UPDATE_COMPLETE", "{:#?}", bench.stack().failure());
    says(&mut bench, "", &[r#""description":"theirs""#]);

    let mut bench = Bench::new();
    assert_eq!(bench.deploy(&DESCRIBED.replace("type: mock", "type: cat")), "ROLLBACK_COMPLETE");
    let reason = bench.stack().failure().map(|event| format!("{event:?}")).unwrap_or_default();
    assert!(reason.contains("Errors found during import"), "{reason}");
}

#[test]
fn functions_events_make_an_api() {
    let mut bench = Bench::new();
    assert_eq!(bench.deploy(HELLO), "CREATE_COMPLETE", "{:#?}", bench.stack().failure());
    let api = bench.physical("ServerlessRestApi");
    let output = bench.stack().outputs.first().map(|output| output.value.clone());
    assert_eq!(output, Some(format!("https://{api}.execute-api.us-east-1.amazonaws.com/Prod/")));
    let resources = told(&mut bench, &format!("/restapis/{api}/resources?embed=methods"));
    for says in [
        r#""path":"/hello/{name}""#,
        r#""type":"AWS_PROXY","httpMethod":"POST","uri":"arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function:"#,
        r#""httpMethod":"ANY""#,
        r#""method.response.header.Access-Control-Allow-Methods":"'GET,OPTIONS'""#,
        r#""method.response.header.Access-Control-Allow-Methods":"'DELETE,GET,HEAD,OPTIONS,PATCH,POST,PUT'""#,
    ] {
        assert!(resources.contains(says), "{resources} has no {says}");
    }
    let function = bench.physical("Hello");
    let policy = bench.http(
        "GET",
        &format!("https://lambda.us-east-1.amazonaws.com/2015-03-31/functions/{function}/policy"),
        "",
    );
    for route in ["/*/GET/hello/*", "/*/*/"] {
        let source = format!("arn:aws:execute-api:us-east-1:123456789012:{api}{route}\\\"");
        assert!(policy.contains(&source), "{policy} has no {source}");
    }
    // A route more is another definition, deployed anew.
    let before = told(&mut bench, &format!("/restapis/{api}/stages/Prod"));
    let more =
        HELLO.replace("Outputs:", "        More: {Type: Api, Properties: {Path: /more, Method: post}}\nOutputs:");
    assert_eq!(bench.update(&more), "UPDATE_COMPLETE", "{:#?}", bench.stack().failure());
    let after = told(&mut bench, &format!("/restapis/{api}/stages/Prod"));
    assert_ne!(before, after, "the stage points to the new deployment");
    let (_, deployment) = bench.world.apigateway().deployed(&api, "Prod").expect("it is deployed");
    assert!(deployment.snapshot.resources.values().any(|resource| resource.path == "/more"));
    assert_eq!(bench.world.apigateway().apis[api.as_str()].deployments.len(), 1, "the first deployment is gone");
    bench.call("DeleteStack", &[]).expect("it is there");
    assert_eq!(bench.status(), "DELETE_COMPLETE", "{:#?}", bench.stack().failure());
    assert!(bench.world.apigateway().apis.is_empty());
}

#[test]
fn an_api_of_sam_becomes_what_its_translator_makes_of_it() {
    let template = load(include_str!("api.yaml")).unwrap_or_else(|faults| panic!("{faults:#?}"));
    let mut made = template.processed().to_string();
    let id = template.resources.iter().find(|resource| resource.kind == "AWS::ApiGateway::Deployment");
    made = made.replace(id.map_or("", |resource| resource.id.as_str()), "MyApiDeployment");
    let mut made: Value = serde_json::from_str(&made).expect("it is JSON");
    made["Resources"]["MyApiDeployment"]["Properties"].as_object_mut().map(|held| held.remove("Description"));
    let expected: Value = serde_json::from_str(include_str!("api.json")).expect("it is JSON");
    for (id, resource) in expected.as_object().expect("it is a mapping") {
        assert_eq!(made["Resources"][id]["Type"], resource["Type"], "{id}");
        assert_eq!(made["Resources"][id]["DependsOn"], resource["DependsOn"], "{id}");
        for (name, value) in resource["Properties"].as_object().expect("it is a mapping") {
            assert_eq!(&made["Resources"][id]["Properties"][name], value, "{id} {name}");
        }
    }
}

#[test]
fn events_that_cannot_be_are_refused_in_sams_words() {
    for (from, to, says) in [
        (
            "Method: any}",
            "Method: any, RestApiId: !Ref Nothing}",
            "must reference a valid resource in the same template",
        ),
        ("Method: any}", "Method: any, RestApiId: abc}", "must reference a valid resource in the same template"),
        (
            "Path: '/', Method: any",
            "Path: '/hello/{name}', Method: GET",
            "API method \"get\" defined multiple times for path \"/hello/{name}\"",
        ),
        ("Method: any}", "Method: any, Auth: {Authorizer: A}}", "Unable to set Authorizer [A] on API method [any]"),
    ] {
        let faults = load(&HELLO.replace(from, to)).expect_err("it cannot be deployed");
        assert!(faults.iter().any(|fault| fault.text.contains(says)), "{faults:#?} has no {says}");
    }
}

#[test]
fn an_api_with_authorizers_and_keys_is_deployed() {
    let mut bench = Bench::new();
    assert_eq!(bench.deploy(include_str!("api.yaml")), "CREATE_COMPLETE", "{:#?}", bench.stack().failure());
    let api = bench.physical("MyApi");
    let (_, deployment) = bench.world.apigateway().deployed(&api, "prod").expect("it is deployed");
    let methods = deployment.snapshot.resources.values().flat_map(|resource| {
        resource.methods.values().map(|method| {
            let kind = method.authorization_type.as_str();
            format!("{} {} {kind} {}", method.http_method, resource.path, method.api_key_required)
        })
    });
    let mut methods: Vec<String> = methods.filter(|text| !text.starts_with("OPTIONS")).collect();
    methods.sort();
    let expected =
        ["GET /users CUSTOM true", "POST /iam AWS_IAM true", "POST /open NONE false", "POST /other CUSTOM true"];
    assert_eq!(methods, expected);
    assert_eq!(deployment.snapshot.authorizers.len(), 2);
    assert_eq!(bench.world.apigateway().plan_keys.len(), 1);
}
