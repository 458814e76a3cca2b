"""`aws apigateway` and `aws apigatewayv2`, as a user types them, and what they made called by curl."""

import json
import os
import shutil
import subprocess
import urllib.parse

import pytest
from test_others import TRUST


@pytest.fixture
def curl():
    program = shutil.which("curl")
    if not program:
        pytest.skip("curl is not installed here")

    def call(*words):
        """Status and body."""
        done = subprocess.run([program, "-s", "-w", "\n%{http_code}", *words], capture_output=True, text=True, timeout=30, check=True)
        body, _, status = done.stdout.rpartition("\n")
        return int(status), body

    return call


@pytest.fixture
def addresses():
    """An API's addresses at the server: by AWS's own host, by a host of this machine, by a path."""
    endpoint = os.environ["AWS_ENDPOINT_URL"]
    port = urllib.parse.urlsplit(endpoint).port

    def of(api, stage, path):
        host = f"{api}.execute-api.us-east-1.amazonaws.com"
        local = f"{api}.execute-api.localhost:{port}"
        return [
            ["-H", f"Host: {host}", f"{endpoint}/{stage}{path}"],
            ["--resolve", f"{local}:127.0.0.1", f"http://{local}/{stage}{path}"],
            [f"{endpoint}/_aws/execute-api/{api}/{stage}{path}"],
        ]

    return of


def test_a_rest_api_step_by_step(aws, fresh, curl, addresses):
    api = aws.json(f"apigateway create-rest-api --name {fresh}")
    rest = f"--rest-api-id {api['id']}"
    users = aws.json(f"apigateway create-resource {rest} --parent-id {api['rootResourceId']} --path-part users")
    at = f"{rest} --resource-id {users['id']} --http-method GET"
    aws(f"apigateway put-method {at} --authorization-type NONE")
    aws(f"apigateway put-integration {at} --type MOCK --request-templates", json.dumps({"application/json": '{"statusCode": 200}'}))
    aws(f"apigateway put-method-response {at} --status-code 200")
    users = '[{"id": "1", "name": "John Doe"}]'
    aws(f"apigateway put-integration-response {at} --status-code 200 --response-templates", json.dumps({"application/json": users}))
    # Nothing is live before it is deployed.
    for address in addresses(api["id"], "prod", "/users"):
        assert curl(*address) == (403, '{"message":"Forbidden"}')
    aws(f"apigateway create-deployment {rest} --stage-name prod")
    for address in addresses(api["id"], "prod", "/users"):
        assert curl(*address) == (200, users)
    for address in addresses(api["id"], "prod", "/people"):
        assert curl(*address) == (403, '{"message":"Missing Authentication Token"}')
    paths = aws(f"apigateway get-resources {rest} --query items[].path --output text").split()
    assert sorted(paths) == ["/", "/users"]
    aws(f"apigateway delete-rest-api {rest}")


def test_an_http_api_by_quick_create(aws, fresh, curl, addresses, tmp_path):
    role = aws.json(f"iam create-role --role-name {fresh} --assume-role-policy-document", TRUST)["Role"]["Arn"]
    (tmp_path / "code.zip").write_bytes(b"PK\x05\x06" + bytes(18))
    function = aws.json(f"lambda create-function --function-name {fresh} --runtime nodejs24.x --handler index.handler --role {role} "
                        "--zip-file fileb://code.zip")["FunctionArn"]
    api = aws.json(f"apigatewayv2 create-api --name {fresh} --protocol-type HTTP --target {function}")["ApiId"]
    routes = aws(f"apigatewayv2 get-routes --api-id {api} --query Items[].RouteKey --output text").split()
    assert routes == ["$default"]
    # It may not invoke the function yet.
    for address in addresses(api, "$default", "/users")[2:]:
        assert curl(*address) == (500, '{"message":"Internal Server Error"}')
    aws(f"apigatewayv2 delete-api --api-id {api}")
