"""HTTP APIs by boto3, as AWS's own quick start makes them, called over HTTP by host and by path."""

import json
import urllib.error
import urllib.request
from urllib.parse import urlsplit

import boto3
import pytest


@pytest.fixture(scope="session")
def apis():
    return boto3.client("apigatewayv2")


@pytest.fixture
def page(s3, bucket):
    """The address of a text that everyone may read."""
    s3.delete_public_access_block(Bucket=bucket)
    policy = {"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": f"arn:aws:s3:::{bucket}/*"}]}
    s3.put_bucket_policy(Bucket=bucket, Policy=json.dumps(policy))
    s3.put_object(Bucket=bucket, Key="hello.txt", Body=b"hello", ContentType="text/plain")
    return f"https://{bucket}.s3.us-east-1.amazonaws.com/hello.txt"


def call(endpoint, path, host=None, method="GET", **headers):
    """Status, fields and body of an answer to a request that nobody signed."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    if host:
        named["Host"] = host
    request = urllib.request.Request(endpoint + path, method=method, headers=named)
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as answer:
        return answer.code, answer.headers, answer.read()


def test_quick_create_makes_an_api_that_answers(apis, endpoint, page, fresh):
    made = apis.create_api(Name=fresh, ProtocolType="HTTP", Target=page)
    api = made["ApiId"]
    assert len(api) == 10 and made["ApiEndpoint"] == f"https://{api}.execute-api.us-east-1.amazonaws.com"
    host = urlsplit(made["ApiEndpoint"]).netloc
    for named in [host, f"{api}.execute-api.localhost:4566", f"{api}.execute-api.us-east-1.localhost"]:
        status, fields, body = call(endpoint, "/anything", named)
        assert (status, body) == (200, b"hello"), named
        assert fields["apigw-requestid"].endswith("=") and "x-amzn-requestid" not in fields
    assert call(endpoint, f"/_aws/execute-api/{api}/$default/anything")[2] == b"hello"
    stage = apis.get_stage(ApiId=api, StageName="$default")
    assert stage["AutoDeploy"] and stage["ApiGatewayManaged"] and stage["DeploymentId"]
    apis.delete_api(ApiId=api)
    assert call(endpoint, "/anything", host)[0] == 403
    with pytest.raises(apis.exceptions.NotFoundException) as raised:
        apis.get_api(ApiId=api)
    assert raised.value.response["Error"]["Message"] == f"Invalid API identifier specified 123456789012:{api}"


def test_routes_stages_and_deployments(apis, endpoint, page, fresh):
    api = apis.create_api(Name=fresh, ProtocolType="HTTP")["ApiId"]
    integration = apis.create_integration(
        ApiId=api, IntegrationType="HTTP_PROXY", IntegrationMethod="GET", IntegrationUri=page, PayloadFormatVersion="1.0",
    )["IntegrationId"]
    route = apis.create_route(ApiId=api, RouteKey="GET /pages/{id}", Target=f"integrations/{integration}")["RouteId"]
    with pytest.raises(apis.exceptions.ConflictException):
        apis.create_route(ApiId=api, RouteKey="GET /pages/{id}")
    apis.create_stage(ApiId=api, StageName="prod", StageVariables={"a": "b"}, Tags={"team": "a"})
    host = f"{api}.execute-api.localhost"
    assert call(endpoint, "/prod/pages/1", host)[0] == 404
    deployment = apis.create_deployment(ApiId=api, StageName="prod")["DeploymentId"]
    assert call(endpoint, "/prod/pages/1", host)[2] == b"hello"
    assert call(endpoint, f"/_aws/execute-api/{api}/prod/pages/1")[2] == b"hello"
    status, fields, body = call(endpoint, "/prod/other", host)
    assert (status, fields["content-type"], json.loads(body)) == (404, "application/json", {"message": "Not Found"})
    apis.update_route(ApiId=api, RouteId=route, RouteKey="GET /papers/{id}")
    assert [held["RouteKey"] for held in apis.get_routes(ApiId=api)["Items"]] == ["GET /papers/{id}"]
    assert call(endpoint, "/prod/papers/1", host)[0] == 404
    second = apis.create_deployment(ApiId=api, Description="again")["DeploymentId"]
    apis.update_stage(ApiId=api, StageName="prod", DeploymentId=second)
    assert call(endpoint, "/prod/papers/1", host)[0] == 200
    apis.delete_deployment(ApiId=api, DeploymentId=deployment)
    assert [held["DeploymentId"] for held in apis.get_deployments(ApiId=api)["Items"]] == [second]
    arn = f"arn:aws:apigateway:us-east-1::/apis/{api}/stages/prod"
    apis.tag_resource(ResourceArn=arn, Tags={"cost": "b"})
    assert apis.get_tags(ResourceArn=arn)["Tags"] == {"team": "a", "cost": "b"}
    apis.untag_resource(ResourceArn=arn, TagKeys=["team"])
    assert apis.get_tags(ResourceArn=arn)["Tags"] == {"cost": "b"}


def test_pages_of_apis(apis, fresh):
    wanted = {apis.create_api(Name=f"{fresh}-{index}", ProtocolType="HTTP")["ApiId"] for index in range(5)}
    pages = apis.get_paginator("get_apis").paginate(PaginationConfig={"PageSize": 2})
    found = [held["ApiId"] for page in pages for held in page["Items"]]
    assert wanted <= set(found) and len(found) == len(set(found))


def test_cross_origin_requests(apis, endpoint, page, fresh):
    cors = {"AllowOrigins": ["https://example.com"], "AllowMethods": ["GET"], "AllowHeaders": ["x-a"], "MaxAge": 10}
    api = apis.create_api(Name=fresh, ProtocolType="HTTP", Target=page, CorsConfiguration=cors)["ApiId"]
    host = f"{api}.execute-api.localhost"
    asked = {"Origin": "https://example.com", "Access_Control_Request_Method": "GET"}
    status, fields, _ = call(endpoint, "/", host, "OPTIONS", **asked)
    assert (status, fields["access-control-allow-origin"], fields["access-control-max-age"]) == (204, "https://example.com", "10")
    assert call(endpoint, "/", host, Origin="https://example.com")[1]["access-control-allow-origin"] == "https://example.com"
    assert "access-control-allow-origin" not in call(endpoint, "/", host, Origin="https://other.example")[1]
    apis.delete_cors_configuration(ApiId=api)
    assert "CorsConfiguration" not in apis.get_api(ApiId=api)


def test_a_token_is_asked_for(apis, endpoint, page, fresh):
    api = apis.create_api(Name=fresh, ProtocolType="HTTP", Target=page)["ApiId"]
    authorizer = apis.create_authorizer(
        ApiId=api, Name="tokens", AuthorizerType="JWT", IdentitySource=["$request.header.Authorization"],
        JwtConfiguration={"Issuer": "https://issuer.example", "Audience": ["users"]},
    )["AuthorizerId"]
    route = apis.get_routes(ApiId=api)["Items"][0]["RouteId"]
    apis.update_route(ApiId=api, RouteId=route, AuthorizationType="JWT", AuthorizerId=authorizer)
    host = f"{api}.execute-api.localhost"
    status, fields, body = call(endpoint, "/", host)
    assert (status, fields["www-authenticate"], json.loads(body)) == (401, "Bearer", {"message": "Unauthorized"})
    status, fields, _ = call(endpoint, "/", host, Authorization="Bearer a.b")
    assert (status, 'error="invalid_token"' in fields["www-authenticate"]) == (401, True)


def test_documents_come_and_go(apis, fresh):
    document = {"openapi": "3.0.1", "info": {"title": fresh}, "paths": {"/a": {"get": {
        "x-amazon-apigateway-integration": {
            "type": "http_proxy", "httpMethod": "GET", "uri": "https://example.com", "payloadFormatVersion": "1.0"}}}}}
    api = apis.import_api(Body=json.dumps(document))["ApiId"]
    assert [held["RouteKey"] for held in apis.get_routes(ApiId=api)["Items"]] == ["GET /a"]
    told = apis.export_api(ApiId=api, Specification="OAS30", OutputType="JSON")["body"].read()
    assert json.loads(told)["paths"]["/a"]["get"]["x-amazon-apigateway-integration"]["type"] == "http_proxy"
    document["paths"] = {"/b": {"get": {}}}
    apis.reimport_api(ApiId=api, Body=json.dumps(document))
    assert [held["RouteKey"] for held in apis.get_routes(ApiId=api)["Items"]] == ["GET /b"]
    with pytest.raises(apis.exceptions.BadRequestException):
        apis.import_api(Body="{")


def test_a_function_behind_an_api(apis, functions, role, endpoint, fresh):
    arn = functions.create_function(
        FunctionName=fresh, Runtime="provided.al2023", Role=role, Handler="bootstrap", Code={"ZipFile": b"PK\5\6" + 18 * b"\0"},
    )["FunctionArn"]
    api = apis.create_api(Name=fresh, ProtocolType="HTTP", Target=arn)["ApiId"]
    answer = call(endpoint, "/", f"{api}.execute-api.localhost")
    assert (answer[0], json.loads(answer[2])) == (500, {"message": "Internal Server Error"})
    functions.add_permission(
        FunctionName=fresh, StatementId="api", Action="lambda:InvokeFunction", Principal="apigateway.amazonaws.com",
        SourceArn=f"arn:aws:execute-api:us-east-1:123456789012:{api}/*",
    )
    # Its package holds no program, so that it fails once it may be invoked.
    assert call(endpoint, "/", f"{api}.execute-api.localhost")[0] == 500
    events = boto3.client("logs").describe_log_groups(logGroupNamePrefix=f"/aws/lambda/{fresh}")
    assert isinstance(events["logGroups"], list)
