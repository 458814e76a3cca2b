"""REST APIs by boto3: what the developer guide's first walk makes, step by step, and what it is changed to."""

import json

import boto3
import pytest
from test_lambda import archive

@pytest.fixture(scope="session")
def apis():
    return boto3.client("apigateway")


@pytest.fixture
def api(apis, fresh):
    """An API's id, and the id of its root."""
    made = apis.create_rest_api(name=fresh)
    yield made["id"], made["rootResourceId"]
    apis.delete_rest_api(restApiId=made["id"])


@pytest.fixture
def method(apis, api):
    """The address of a method that answers of itself."""
    at = {"restApiId": api[0], "resourceId": api[1], "httpMethod": "GET"}
    apis.put_method(**at, authorizationType="NONE")
    apis.put_integration(**at, type="MOCK", requestTemplates={"application/json": '{"statusCode": 200}'})
    return at


@pytest.fixture
def stage(apis, api, method):
    apis.create_deployment(restApiId=api[0], stageName="dev")
    return {"restApiId": api[0], "stageName": "dev"}


def replace(path, value):
    return {"op": "replace", "path": path, "value": value}


def test_an_api_in_front_of_a_function(apis, functions, role, api, fresh):
    functions.create_function(
        FunctionName=fresh, Runtime="python3.13", Role=role, Handler="app.handler", Code={"ZipFile": archive("one")})
    arn = functions.get_function(FunctionName=fresh)["Configuration"]["FunctionArn"]
    (root,) = apis.get_resources(restApiId=api[0])["items"]
    assert root == {"id": api[1], "path": "/"}
    users = apis.create_resource(restApiId=api[0], parentId=api[1], pathPart="users")
    user = apis.create_resource(restApiId=api[0], parentId=users["id"], pathPart="{id}")
    assert user["path"] == "/users/{id}"
    at = {"restApiId": api[0], "resourceId": user["id"], "httpMethod": "GET"}
    apis.put_method(**at, authorizationType="NONE", requestParameters={"method.request.path.id": True})
    uri = f"arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/{arn}/invocations"
    made = apis.put_integration(**at, type="AWS_PROXY", integrationHttpMethod="POST", uri=uri)
    assert (made["timeoutInMillis"], made["passthroughBehavior"], made["cacheKeyParameters"]) == (29000, "WHEN_NO_MATCH", [])
    functions.add_permission(
        FunctionName=fresh, StatementId="api", Action="lambda:InvokeFunction", Principal="apigateway.amazonaws.com",
        SourceArn=f"arn:aws:execute-api:us-east-1:123456789012:{api[0]}/*/GET/users/*")
    told = apis.get_method(**at)
    assert told["methodIntegration"]["uri"] == uri and told["requestParameters"] == {"method.request.path.id": True}
    deployment = apis.create_deployment(restApiId=api[0], stageName="dev", variables={"level": "1"})
    stage = apis.get_stage(restApiId=api[0], stageName="dev")
    assert stage["deploymentId"] == deployment["id"] and stage["variables"] == {"level": "1"}
    summary = apis.get_deployment(restApiId=api[0], deploymentId=deployment["id"], embed=["apisummary"])["apiSummary"]
    assert summary == {"/users/{id}": {"GET": {"authorizationType": "NONE", "apiKeyRequired": False}}}


def test_an_answer_of_its_own(apis, method):
    apis.put_method_response(**method, statusCode="200", responseParameters={"method.response.header.X-Kind": True},
                             responseModels={"application/json": "Empty"})
    apis.put_integration_response(**method, statusCode="200", responseParameters={"method.response.header.X-Kind": "'mock'"},
                                  responseTemplates={"application/json": '{"id": 1}'})
    told = apis.get_integration(**method)["integrationResponses"]["200"]
    assert told["responseTemplates"] == {"application/json": '{"id": 1}'}
    changed = apis.update_integration_response(
        **method, statusCode="200", patchOperations=[replace("/responseTemplates/application~1json", "{}")])
    assert changed["responseTemplates"] == {"application/json": "{}"}
    changed = apis.update_method(**method, patchOperations=[
        replace("/apiKeyRequired", "true"), {"op": "add", "path": "/requestParameters/method.request.querystring.q", "value": "false"}])
    assert changed["apiKeyRequired"] is True and changed["requestParameters"] == {"method.request.querystring.q": False}
    apis.delete_integration_response(**method, statusCode="200")
    apis.delete_method_response(**method, statusCode="200")
    apis.delete_integration(**method)
    apis.delete_method(**method)


def test_what_is_refused(apis, refused, api, method):
    refused("NotFoundException", apis.get_rest_api, restApiId="none")
    refused("NotFoundException", apis.get_method, **{**method, "httpMethod": "PUT"})
    refused("ConflictException", apis.create_model, restApiId=api[0], name="Empty", contentType="application/json", schema='{"type": "object"}')
    refused("BadRequestException", apis.create_stage, restApiId=api[0], stageName="dev", deploymentId="none")
    refused("BadRequestException", apis.update_method, **method, patchOperations=[replace("/nothing", "1")])
    refused("ValidationException", apis.put_integration, **method, type="WRONG")
    told = refused("BadRequestException", apis.create_resource, restApiId=api[0], parentId=api[1], pathPart="a b")
    assert told["ResponseMetadata"]["HTTPStatusCode"] == 400 and told["message"] == told["Error"]["Message"]


def test_parts_of_an_api(apis, api):
    rest = {"restApiId": api[0]}
    model = apis.create_model(**rest, name="Pet", contentType="application/json",
                              schema=json.dumps({"type": "object", "properties": {"name": {"type": "string"}}}))
    assert "name" in apis.get_model_template(**rest, modelName=model["name"])["value"]
    apis.update_model(**rest, modelName="Pet", patchOperations=[replace("/description", "a pet")])
    assert apis.get_model(**rest, modelName="Pet")["description"] == "a pet"
    validator = apis.create_request_validator(**rest, name="v", validateRequestBody=True)
    changed = apis.update_request_validator(
        **rest, requestValidatorId=validator["id"], patchOperations=[replace("/validateRequestBody", "false")])
    assert changed["validateRequestBody"] is False
    apis.delete_request_validator(**rest, requestValidatorId=validator["id"])
    uri = "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function:f/invocations"
    authorizer = apis.create_authorizer(**rest, name="a", type="TOKEN", authorizerUri=uri,
                                        identitySource="method.request.header.Authorization")
    changed = apis.update_authorizer(
        **rest, authorizerId=authorizer["id"], patchOperations=[replace("/authorizerResultTtlInSeconds", "0")])
    assert changed["authorizerResultTtlInSeconds"] == 0
    apis.delete_authorizer(**rest, authorizerId=authorizer["id"])
    put = apis.put_gateway_response(**rest, responseType="UNAUTHORIZED", statusCode="401", responseParameters={
        "gatewayresponse.header.Access-Control-Allow-Origin": "'*'"})
    assert put["defaultResponse"] is False
    apis.delete_gateway_response(**rest, responseType="UNAUTHORIZED")
    assert apis.get_gateway_response(**rest, responseType="UNAUTHORIZED")["defaultResponse"] is True
    apis.delete_model(**rest, modelName="Pet")


def test_a_stage_is_changed(apis, stage):
    changed = apis.update_stage(**stage, patchOperations=[
        replace("/*/*/throttling/rateLimit", "5.5"), replace("/~1pets/GET/logging/loglevel", "INFO"),
        {"op": "add", "path": "/variables/level", "value": "2"}, replace("/tracingEnabled", "true"),
        replace("/accessLogSettings/format", "$context.requestId"),
    ])
    assert changed["methodSettings"]["*/*"]["throttlingRateLimit"] == 5.5
    assert changed["methodSettings"]["~1pets/GET"]["loggingLevel"] == "INFO"
    assert changed["tracingEnabled"] and changed["variables"] == {"level": "2"}
    assert changed["accessLogSettings"] == {"format": "$context.requestId"}
    apis.flush_stage_authorizers_cache(**stage)
    arn = f"arn:aws:apigateway:us-east-1::/restapis/{stage['restApiId']}/stages/dev"
    apis.tag_resource(resourceArn=arn, tags={"team": "a"})
    assert apis.get_tags(resourceArn=arn)["tags"] == {"team": "a"}
    apis.untag_resource(resourceArn=arn, tagKeys=["team"])
    assert apis.get_stage(**stage).get("tags", {}) == {}


def test_keys_and_plans(apis, stage, fresh):
    held = {"apiId": stage["restApiId"], "stage": "dev"}
    plan = apis.create_usage_plan(name=fresh, apiStages=[held], quota={"limit": 5, "period": "MONTH"},
                                  throttle={"burstLimit": 1, "rateLimit": 2.5})["id"]
    key = apis.create_api_key(name=fresh, enabled=True)
    assert len(key["value"]) == 40
    apis.create_usage_plan_key(usagePlanId=plan, keyId=key["id"], keyType="API_KEY")
    assert [held["id"] for held in apis.get_usage_plan_keys(usagePlanId=plan)["items"]] == [key["id"]]
    changed = apis.update_usage_plan(usagePlanId=plan, patchOperations=[replace("/quota/limit", "7")])
    assert changed["quota"] == {"limit": 7, "offset": 0, "period": "MONTH"}
    usage = apis.get_usage(usagePlanId=plan, startDate="2026-01-01", endDate="2026-01-02")
    assert usage["items"] == {key["id"]: [[0, 7], [0, 7]]}
    table = f"Name,key\n{fresh}-x,{fresh}-{'x' * 20}\n".encode()
    (imported,) = apis.import_api_keys(body=table, format="csv")["ids"]
    assert apis.get_api_key(apiKey=imported, includeValue=True)["value"] == f"{fresh}-{'x' * 20}"
    apis.update_usage_plan(
        usagePlanId=plan, patchOperations=[{"op": "remove", "path": "/apiStages", "value": f"{held['apiId']}:dev"}])
    apis.delete_usage_plan_key(usagePlanId=plan, keyId=key["id"])
    apis.delete_usage_plan(usagePlanId=plan)
    for made in (key["id"], imported):
        apis.delete_api_key(apiKey=made)
    assert apis.get_account()["throttleSettings"] == {"burstLimit": 5000, "rateLimit": 10000.0}


def test_a_definition_in_a_template(apis, functions, fresh):
    """What SAM makes of a function with an API, as CloudFormation deploys it."""
    template = {
        "Transform": "AWS::Serverless-2016-10-31",
        "Resources": {"Hello": {"Type": "AWS::Serverless::Function", "Properties": {
            "CodeUri": "s3://code/hello.zip", "Runtime": "python3.13", "Handler": "app.handler",
            "Events": {"Get": {"Type": "Api", "Properties": {"Path": "/hello/{name}", "Method": "get"}}},
        }}},
        "Outputs": {"Api": {"Value": {"Ref": "ServerlessRestApi"}}},
    }
    stacks = boto3.client("cloudformation")
    stacks.create_stack(StackName=fresh, TemplateBody=json.dumps(template),
                        Capabilities=["CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND"])
    stacks.get_waiter("stack_create_complete").wait(StackName=fresh)
    (output,) = stacks.describe_stacks(StackName=fresh)["Stacks"][0]["Outputs"]
    api = output["OutputValue"]
    paths = {held["path"]: held for held in apis.get_resources(restApiId=api, embed=["methods"])["items"]}
    assert list(paths) == ["/", "/hello", "/hello/{name}"]
    integration = paths["/hello/{name}"]["resourceMethods"]["GET"]["methodIntegration"]
    assert integration["type"] == "AWS_PROXY" and ":function:" in integration["uri"]
    assert {held["stageName"] for held in apis.get_stages(restApiId=api)["item"]} == {"Prod", "Stage"}
    stacks.delete_stack(StackName=fresh)
    stacks.get_waiter("stack_delete_complete").wait(StackName=fresh)
    assert api not in [held["id"] for held in apis.get_rest_apis(limit=500)["items"]]
