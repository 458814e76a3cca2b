"""What test_every_page makes to page through of REST APIs: five entries each, and what the paginator is asked."""

import boto3

NAMES = ["a", "b", "c", "d", "e"]
CASES = {}
URI = ("arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/"
       "arn:aws:lambda:us-east-1:123456789012:function:f/invocations")


def case(operation, name):
    """A function that makes five entries and gives the paginator's arguments; `name` takes an entry's name."""

    def keep(make):
        CASES["apigateway", operation] = (make, "items", name)
        return make

    return keep


def last(member):
    return lambda entry: entry[member][-1]


def apis():
    return boto3.client("apigateway")


def new_api(fresh):
    made = apis().create_rest_api(name=fresh)
    return made["id"], made["rootResourceId"]


def stage_of(fresh):
    """An API with a method that answers of itself, deployed as `dev`."""
    api, root = new_api(fresh)
    at = {"restApiId": api, "resourceId": root, "httpMethod": "GET"}
    apis().put_method(**at, authorizationType="NONE")
    apis().put_integration(**at, type="MOCK")
    apis().create_deployment(restApiId=api, stageName="dev", description="a")
    return {"apiId": api, "stage": "dev"}


def plan_with_keys(fresh):
    plan = apis().create_usage_plan(name=fresh, quota={"limit": 5, "period": "DAY"})["id"]
    for name in NAMES:
        key = apis().create_api_key(name=f"{fresh}-{name}")["id"]
        apis().create_usage_plan_key(usagePlanId=plan, keyId=key, keyType="API_KEY")
    return plan


@case("get_rest_apis", last("name"))
def _(fresh, **_):
    for name in NAMES:
        new_api(f"{fresh}-{name}")
    return {}


@case("get_resources", lambda entry: entry.get("pathPart", "a"))
def _(fresh, **_):
    api, root = new_api(fresh)
    for name in NAMES[1:]:
        apis().create_resource(restApiId=api, parentId=root, pathPart=name)
    return {"restApiId": api}


@case("get_deployments", lambda entry: entry["description"])
def _(fresh, **_):
    api = stage_of(fresh)["apiId"]
    for name in NAMES[1:]:
        apis().create_deployment(restApiId=api, description=name)
    return {"restApiId": api}


@case("get_models", lambda entry: {"Empty": "a", "Error": "b"}.get(entry["name"], entry["name"]))
def _(fresh, **_):
    api, _root = new_api(fresh)
    for name in NAMES[2:]:
        apis().create_model(restApiId=api, name=name, contentType="application/json", schema='{"type": "object"}')
    return {"restApiId": api}


@case("get_request_validators", last("name"))
def _(fresh, **_):
    api, _root = new_api(fresh)
    for name in NAMES:
        apis().create_request_validator(restApiId=api, name=name)
    return {"restApiId": api}


@case("get_authorizers", last("name"))
def _(fresh, **_):
    api, _root = new_api(fresh)
    for name in NAMES:
        apis().create_authorizer(restApiId=api, name=name, type="TOKEN", authorizerUri=URI,
                                 identitySource="method.request.header.Authorization")
    return {"restApiId": api}


@case("get_gateway_responses", lambda entry: entry["responseType"])
def _(fresh, **_):
    return {"restApiId": new_api(fresh)[0]}


@case("get_api_keys", last("name"))
def _(fresh, **_):
    for name in NAMES:
        apis().create_api_key(name=f"{fresh}-{name}")
    return {"nameQuery": fresh}


@case("get_usage_plans", last("name"))
def _(fresh, **_):
    for name in NAMES:
        apis().create_usage_plan(name=f"{fresh}-{name}")
    return {}


@case("get_usage_plan_keys", last("name"))
def _(fresh, **_):
    return {"usagePlanId": plan_with_keys(fresh)}


# Usage is a mapping by the keys' ids.
@case("get_usage", lambda entry: apis().get_api_key(apiKey=entry)["name"][-1])
def _(fresh, **_):
    return {"usagePlanId": plan_with_keys(fresh), "startDate": "2026-01-05", "endDate": "2026-01-06"}
