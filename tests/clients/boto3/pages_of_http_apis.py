"""What test_every_page makes to page through of HTTP APIs: five entries each, and what the paginator is asked."""

import boto3

NAMES = ["a", "b", "c", "d", "e"]
CASES = {}


def case(operation, name):
    """A function that makes five entries and gives the paginator's arguments; `name` takes an entry's name."""

    def keep(make):
        CASES["apigatewayv2", operation] = (make, "Items", name)
        return make

    return keep


def apis():
    return boto3.client("apigatewayv2")


def new_api(fresh):
    return apis().create_api(Name=fresh, ProtocolType="HTTP")["ApiId"]


@case("get_apis", lambda entry: entry["Name"][-1])
def _(fresh, **_):
    for name in NAMES:
        new_api(f"{fresh}-{name}")
    return {}


@case("get_routes", lambda entry: entry["RouteKey"][-1])
def _(fresh, **_):
    api = new_api(fresh)
    for name in NAMES:
        apis().create_route(ApiId=api, RouteKey=f"GET /{name}")
    return {"ApiId": api}


def new_integration(api, path):
    """The id of an integration that passes requests on."""
    return apis().create_integration(
        ApiId=api, IntegrationType="HTTP_PROXY", IntegrationMethod="GET", PayloadFormatVersion="1.0",
        IntegrationUri=f"https://example.com/{path}",
    )["IntegrationId"]


@case("get_integrations", lambda entry: entry["IntegrationUri"][-1])
def _(fresh, **_):
    api = new_api(fresh)
    for name in NAMES:
        new_integration(api, name)
    return {"ApiId": api}


@case("get_stages", lambda entry: entry["StageName"])
def _(fresh, **_):
    api = new_api(fresh)
    for name in NAMES:
        apis().create_stage(ApiId=api, StageName=name)
    return {"ApiId": api}


@case("get_deployments", lambda entry: entry["Description"])
def _(fresh, **_):
    api = new_api(fresh)
    integration = new_integration(api, "")
    apis().create_route(ApiId=api, RouteKey="GET /", Target=f"integrations/{integration}")
    for name in NAMES:
        apis().create_deployment(ApiId=api, Description=name)
    return {"ApiId": api}


@case("get_authorizers", lambda entry: entry["Name"])
def _(fresh, **_):
    api = new_api(fresh)
    for name in NAMES:
        apis().create_authorizer(
            ApiId=api, Name=name, AuthorizerType="JWT", IdentitySource=["$request.header.Authorization"],
            JwtConfiguration={"Audience": ["a"], "Issuer": "https://example.com"},
        )
    return {"ApiId": api}
