"""Every waiter that boto3 has for what is simulated. None has to wait: what it waits for is there at its first look."""

import json

import boto3
import pytest
from botocore import xform_name
from botocore.waiter import WaiterModel
from conftest import DENY_ALL, SERVICES, SIMPLE_TABLE, simulated
from test_lambda import archive

# They wait for imports and for stacks that are rolled back, which do not happen.
UNREACHABLE = {("cloudformation", "stack_import_complete"), ("cloudformation", "stack_rollback_complete")}
CASES = {}


def case(service, *names):
    def keep(run):
        CASES.update({(service, name): run for name in names})
        return run

    return keep


@case("s3", "bucket_not_exists", "bucket_exists", "object_not_exists", "object_exists")
def _(wait, s3, fresh, **_):
    at = {"Bucket": fresh, "Key": "k"}
    wait("bucket_not_exists", Bucket=fresh)
    s3.create_bucket(Bucket=fresh)
    wait("bucket_exists", Bucket=fresh)
    wait("object_not_exists", **at)
    s3.put_object(**at)
    wait("object_exists", **at)


@case("dynamodb", "table_not_exists", "table_exists")
def _(wait, dynamodb, fresh, **_):
    wait("table_not_exists", TableName=fresh)
    dynamodb.create_table(TableName=fresh, **SIMPLE_TABLE)
    wait("table_exists", TableName=fresh)
    dynamodb.delete_table(TableName=fresh)
    wait("table_not_exists", TableName=fresh)


@case("lambda", "function_exists", "function_active", "function_active_v2", "function_updated", "function_updated_v2",
      "published_version_active")
def _(wait, functions, role, fresh, **_):
    at = {"FunctionName": fresh}
    functions.create_function(
        **at, Runtime="python3.13", Role=role, Handler="app.handler", Code={"ZipFile": archive("one")},
    )
    for name in ["function_exists", "function_active", "function_active_v2"]:
        wait(name, **at)
    functions.update_function_code(**at, ZipFile=archive("two"))
    wait("function_updated", **at)
    functions.update_function_configuration(**at, Timeout=9)
    wait("function_updated_v2", **at)
    functions.publish_version(**at)
    wait("published_version_active", **at, Qualifier="1")


@case("iam", "role_exists", "user_exists", "policy_exists")
def _(wait, iam, role, fresh, **_):
    wait("role_exists", RoleName=role.rsplit("/", 1)[1])
    iam.create_user(UserName=fresh)
    wait("user_exists", UserName=fresh)
    made = iam.create_policy(PolicyName=fresh, PolicyDocument=DENY_ALL)
    wait("policy_exists", PolicyArn=made["Policy"]["Arn"])


@case("cloudformation", "stack_exists", "stack_create_complete", "stack_update_complete", "stack_delete_complete")
def _(wait, fresh, **_):
    stacks = boto3.client("cloudformation")
    group = {"Type": "AWS::Logs::LogGroup", "Properties": {"LogGroupName": fresh}}
    stacks.create_stack(StackName=fresh, TemplateBody=json.dumps({"Resources": {"Group": group}}))
    wait("stack_exists", StackName=fresh)
    wait("stack_create_complete", StackName=fresh)
    group["Properties"]["RetentionInDays"] = 7
    stacks.update_stack(StackName=fresh, TemplateBody=json.dumps({"Resources": {"Group": group}}))
    wait("stack_update_complete", StackName=fresh)
    stacks.delete_stack(StackName=fresh)
    wait("stack_delete_complete", StackName=fresh)


@pytest.mark.parametrize("service", SERVICES)
def test_waiters_of(service, s3, dynamodb, functions, iam, role, fresh, endpoint):
    client = boto3.client(service)
    used = set()

    def wait(name, **arguments):
        used.add(name)
        client.get_waiter(name).wait(**arguments)

    for run in dict.fromkeys(run for (of, _), run in CASES.items() if of == service):
        run(wait=wait, s3=s3, dynamodb=dynamodb, functions=functions, iam=iam, role=role, fresh=fresh)
    assert used == {name for of, name in CASES if of == service}
    assert used == waiters(client, simulated(endpoint, service)) - {name for of, name in UNREACHABLE if of == service}


def waiters(client, operations):
    """The client's waiters that ask only for what is simulated."""
    if not client.waiter_names:
        return set()
    model = WaiterModel(client._get_waiter_config())
    named = {xform_name(name): xform_name(model.get_waiter(name).operation) for name in model.waiter_names}
    return {name for name in client.waiter_names if named[name] in operations}
