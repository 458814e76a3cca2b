"""Every paginator that boto3 has for what is simulated: five entries in pages of two, each found once."""

import json

import boto3
import pages_of_apis
import pages_of_http_apis
import pytest
from conftest import DENY_ALL, SERVICES, SIMPLE_TABLE, TRUST_LAMBDA, coverage, simulated
from test_lambda import archive

NAMES = ["a", "b", "c", "d", "e"]
# What AWS pages by size alone comes in one page here.
UNDIVIDED = {("dynamodb", "list_tags_of_resource"), ("cloudformation", "describe_stacks"),
             ("cloudformation", "describe_stack_events")}
STACK = json.dumps({"Resources": {"Group": {"Type": "AWS::Logs::LogGroup"}}})
# There are no servers to hand a role to.
EMPTY = {("iam", "list_instance_profiles_for_role")}
# As many as there are types, in every API.
GATEWAY_RESPONSES = 21
CASES = {}


def case(service, operation, entries, name):
    """A function that makes five entries and gives the paginator's arguments; `name` takes an entry's name."""

    def keep(make):
        CASES[service, operation] = (make, entries, name)
        return make

    return keep


def key_of(entry):
    return entry["Key"]


@case("s3", "list_buckets", "Buckets", lambda entry: entry["Name"][-1])
def _(s3, fresh, **_):
    for name in NAMES:
        s3.create_bucket(Bucket=f"{fresh}-{name}")
    return {"Prefix": f"{fresh}-"}


@case("s3", "list_objects", "Contents", key_of)
@case("s3", "list_objects_v2", "Contents", key_of)
@case("s3", "list_object_versions", "Versions", key_of)
def _(s3, bucket, **_):
    for name in NAMES:
        s3.put_object(Bucket=bucket, Key=name)
    return {"Bucket": bucket}


@case("s3", "list_multipart_uploads", "Uploads", key_of)
def _(s3, bucket, **_):
    for name in NAMES:
        s3.create_multipart_upload(Bucket=bucket, Key=name)
    return {"Bucket": bucket}


@case("s3", "list_parts", "Parts", lambda entry: NAMES[entry["PartNumber"] - 1])
def _(s3, bucket, **_):
    at = {"Bucket": bucket, "Key": "k"}
    at["UploadId"] = s3.create_multipart_upload(**at)["UploadId"]
    for number in range(1, 6):
        s3.upload_part(**at, PartNumber=number, Body=b"x")
    return at


@case("dynamodb", "list_tables", "TableNames", lambda name: name[-1])
def _(dynamodb, fresh, **_):
    for name in NAMES:
        dynamodb.create_table(TableName=f"{fresh}-{name}", **SIMPLE_TABLE)
    return {}


@case("dynamodb", "list_tags_of_resource", "Tags", key_of)
def _(dynamodb, notes, **_):
    arn = dynamodb.describe_table(TableName=notes)["Table"]["TableArn"]
    dynamodb.tag_resource(ResourceArn=arn, Tags=[{"Key": name, "Value": ""} for name in NAMES])
    return {"ResourceArn": arn}


def items(dynamodb, notes):
    for number in range(5):
        dynamodb.put_item(TableName=notes, Item={"user": {"S": "ann"}, "noted": {"N": str(number)}})
    return {"TableName": notes}


@case("dynamodb", "query", "Items", lambda item: NAMES[int(item["noted"]["N"])])
def _(dynamodb, notes, **_):
    value = {":user": {"S": "ann"}}
    return {**items(dynamodb, notes), "KeyConditionExpression": "#u = :user", "ExpressionAttributeValues": value,
            "ExpressionAttributeNames": {"#u": "user"}}


@case("dynamodb", "scan", "Items", lambda item: NAMES[int(item["noted"]["N"])])
def _(dynamodb, notes, **_):
    return items(dynamodb, notes)


def create(functions, role, name):
    functions.create_function(
        FunctionName=name, Runtime="python3.13", Role=role, Handler="app.handler", Code={"ZipFile": archive(name)},
    )


@case("lambda", "list_functions", "Functions", lambda entry: entry["FunctionName"][-1])
def _(functions, role, fresh, **_):
    for name in NAMES:
        create(functions, role, f"{fresh}-{name}")
    return {}


@case("lambda", "list_versions_by_function", "Versions", lambda entry: {"$LATEST": "a"}.get(
    entry["Version"], NAMES[int(entry["Version"]) if entry["Version"].isdigit() else 0]))
def _(functions, role, fresh, **_):
    create(functions, role, fresh)
    for name in NAMES[1:]:
        functions.update_function_code(FunctionName=fresh, ZipFile=archive(f"{fresh}{name}"))
        functions.publish_version(FunctionName=fresh)
    return {"FunctionName": fresh}


@case("lambda", "list_aliases", "Aliases", lambda entry: entry["Name"])
def _(functions, role, fresh, **_):
    create(functions, role, fresh)
    for name in NAMES:
        functions.create_alias(FunctionName=fresh, Name=name, FunctionVersion="$LATEST")
    return {"FunctionName": fresh}


@case("lambda", "list_event_source_mappings", "EventSourceMappings", lambda entry: entry["EventSourceArn"][-1])
def _(functions, role, fresh, **_):
    create(functions, role, fresh)
    for name in NAMES:
        arn = f"arn:aws:sqs:us-east-1:123456789012:{fresh}-{name}"
        functions.create_event_source_mapping(FunctionName=fresh, EventSourceArn=arn)
    return {"FunctionName": fresh}


@case("lambda", "list_function_event_invoke_configs", "FunctionEventInvokeConfigs",
      lambda entry: entry["FunctionArn"][-1])
def _(functions, role, fresh, **_):
    create(functions, role, fresh)
    for name in NAMES:
        functions.create_alias(FunctionName=fresh, Name=name, FunctionVersion="$LATEST")
        functions.put_function_event_invoke_config(FunctionName=fresh, Qualifier=name, MaximumRetryAttempts=0)
    return {"FunctionName": fresh}


@case("lambda", "list_function_url_configs", "FunctionUrlConfigs", lambda entry: entry["FunctionArn"][-1])
def _(functions, role, fresh, **_):
    create(functions, role, fresh)
    for name in NAMES:
        functions.create_alias(FunctionName=fresh, Name=name, FunctionVersion="$LATEST")
        functions.create_function_url_config(FunctionName=fresh, Qualifier=name, AuthType="NONE")
    return {"FunctionName": fresh}


@case("lambda", "list_layers", "Layers", lambda entry: entry["LayerName"][-1])
def _(functions, fresh, **_):
    for name in NAMES:
        functions.publish_layer_version(LayerName=f"{fresh}-{name}", Content={"ZipFile": archive(name)})
    return {}


@case("lambda", "list_layer_versions", "LayerVersions", lambda entry: NAMES[entry["Version"] - 1])
def _(functions, fresh, **_):
    for name in NAMES:
        functions.publish_layer_version(LayerName=fresh, Content={"ZipFile": archive(name)})
    return {"LayerName": fresh}


@case("iam", "list_roles", "Roles", lambda entry: entry["RoleName"][-1])
def _(iam, fresh, **_):
    for name in NAMES:
        iam.create_role(RoleName=f"{fresh}-{name}", Path=f"/{fresh}/", AssumeRolePolicyDocument=TRUST_LAMBDA)
    return {"PathPrefix": f"/{fresh}/"}


@case("iam", "list_instance_profiles_for_role", "InstanceProfiles", str)
def _(role, **_):
    return {"RoleName": role.rsplit("/", 1)[1]}


@case("iam", "list_role_policies", "PolicyNames", str)
def _(iam, role, **_):
    at = {"RoleName": role.rsplit("/", 1)[1]}
    for name in NAMES:
        iam.put_role_policy(**at, PolicyName=name, PolicyDocument=DENY_ALL)
    return at


def policies(iam, fresh):
    made = [iam.create_policy(PolicyName=f"{fresh}-{name}", Path=f"/{fresh}/", PolicyDocument=DENY_ALL) for name in NAMES]
    return [entry["Policy"]["Arn"] for entry in made]


@case("iam", "list_policies", "Policies", lambda entry: entry["PolicyName"][-1])
def _(iam, fresh, **_):
    policies(iam, fresh)
    return {"PathPrefix": f"/{fresh}/", "Scope": "Local"}


@case("iam", "list_attached_role_policies", "AttachedPolicies", lambda entry: entry["PolicyName"][-1])
def _(iam, role, fresh, **_):
    at = {"RoleName": role.rsplit("/", 1)[1]}
    for arn in policies(iam, fresh):
        iam.attach_role_policy(**at, PolicyArn=arn)
    return at


@case("iam", "list_users", "Users", lambda entry: entry["UserName"][-1])
def _(iam, fresh, **_):
    for name in NAMES:
        iam.create_user(UserName=f"{fresh}-{name}", Path=f"/{fresh}/")
    return {"PathPrefix": f"/{fresh}/"}


@case("iam", "list_access_keys", "AccessKeyMetadata", lambda entry: entry["UserName"][-1])
def _(iam, fresh, **_):
    # A user has two keys at most, so these pages are of one.
    iam.create_user(UserName=fresh)
    for _ in range(2):
        iam.create_access_key(UserName=fresh)
    return {"UserName": fresh}


@case("iam", "list_attached_user_policies", "AttachedPolicies", lambda entry: entry["PolicyName"][-1])
def _(iam, fresh, **_):
    iam.create_user(UserName=fresh)
    for arn in policies(iam, fresh):
        iam.attach_user_policy(UserName=fresh, PolicyArn=arn)
    return {"UserName": fresh}


ACTIONS = [f"s3:Get{name}" for name in NAMES]


@case("iam", "simulate_custom_policy", "EvaluationResults", lambda entry: entry["EvalActionName"][-1])
def _(**_):
    return {"PolicyInputList": [DENY_ALL], "ActionNames": ACTIONS}


@case("iam", "simulate_principal_policy", "EvaluationResults", lambda entry: entry["EvalActionName"][-1])
def _(role, **_):
    return {"PolicySourceArn": role, "ActionNames": ACTIONS}


@case("logs", "describe_log_groups", "logGroups", lambda entry: entry["logGroupName"][-1])
def _(logs, fresh, **_):
    for name in NAMES:
        logs.create_log_group(logGroupName=f"{fresh}/{name}")
    return {"logGroupNamePrefix": f"{fresh}/"}


@case("logs", "describe_log_streams", "logStreams", lambda entry: entry["logStreamName"])
def _(logs, fresh, **_):
    logs.create_log_group(logGroupName=fresh)
    for name in NAMES:
        logs.create_log_stream(logGroupName=fresh, logStreamName=name)
    return {"logGroupName": fresh}


@case("logs", "filter_log_events", "events", lambda entry: entry["message"])
def _(logs, fresh, now_ms, **_):
    logs.create_log_group(logGroupName=fresh)
    logs.create_log_stream(logGroupName=fresh, logStreamName="s")
    events = [{"timestamp": now_ms + at, "message": name} for at, name in enumerate(NAMES)]
    logs.put_log_events(logGroupName=fresh, logStreamName="s", logEvents=events)
    return {"logGroupName": fresh}


@case("cloudformation", "describe_stacks", "Stacks", lambda entry: entry["StackName"][-1])
def _(fresh, **_):
    for name in NAMES:
        boto3.client("cloudformation").create_stack(StackName=f"{fresh}-{name}", TemplateBody=STACK)
    return {}


@case("cloudformation", "describe_stack_events", "StackEvents", lambda entry: entry["ResourceStatus"])
def _(fresh, **_):
    boto3.client("cloudformation").create_stack(StackName=fresh, TemplateBody=STACK)
    return {"StackName": fresh}


CASES.update(pages_of_apis.CASES)
CASES.update(pages_of_http_apis.CASES)


@pytest.mark.parametrize("service, operation", sorted(CASES))
def test_pages_of(request, service, operation, endpoint):
    if operation not in simulated(endpoint, service):
        pytest.skip("it is not simulated")
    make, entries, name = CASES[service, operation]
    fixtures = ["s3", "dynamodb", "functions", "iam", "logs", "fresh", "now_ms"]
    wanted = [*fixtures, *(extra for extra in ["bucket", "notes", "role"] if extra in make.__code__.co_varnames)]
    fixed = {fixture: request.getfixturevalue(fixture) for fixture in wanted}
    arguments = make(**fixed)
    client = boto3.client(service)
    size = 1 if operation == "list_access_keys" else 2
    settings = {} if (service, operation) in UNDIVIDED else {"PaginationConfig": {"PageSize": size}}
    pages = list(client.get_paginator(operation).paginate(**arguments, **settings))
    found = [name(entry) for page in pages for entry in page.get(entries, []) if ours(entry, fixed["fresh"], arguments)]
    if (service, operation) in EMPTY:
        assert found == []
    elif operation == "list_access_keys":
        assert len(found) == 2 and len(pages) >= 2
    elif operation == "get_gateway_responses":
        assert len(set(found)) == GATEWAY_RESPONSES and len(pages) >= 3
    elif operation == "describe_stack_events":
        assert found.count("CREATE_COMPLETE") == 2
    else:
        assert sorted(found) == NAMES
        assert (service, operation) in UNDIVIDED or len(pages) >= 3
        assert all(len(page.get(entries, [])) <= size for page in pages) or not settings


def ours(entry, fresh, arguments):
    """Whether an entry was made by this test; what is asked for by name is."""
    return bool(arguments) or fresh in json.dumps(entry, default=str)


@pytest.mark.parametrize("service", SERVICES)
def test_no_paginator_is_left_out(service, endpoint):
    client = boto3.client(service)
    pages = {name for name in simulated(endpoint, service) if client.can_paginate(name)}
    assert pages <= {operation for of, operation in CASES if of == service}


def test_no_service_is_left_out(endpoint):
    assert set(coverage(endpoint)) == set(SERVICES)
