"""IAM and STS by boto3: roles, users, policies and what they permit."""

import json

import boto3
import pytest
from conftest import DENY_ALL

READ = json.dumps({"Version": "2012-10-17", "Statement": [
    {"Sid": "Read", "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::photos/*"},
]})
TRUST_ACCOUNT = json.dumps({"Version": "2012-10-17", "Statement": [
    {"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole"},
]})


@pytest.fixture
def policy(iam, fresh):
    arn = iam.create_policy(PolicyName=fresh, PolicyDocument=READ, Description="reads")["Policy"]["Arn"]
    iam.get_waiter("policy_exists").wait(PolicyArn=arn)
    return arn


@pytest.fixture
def user(iam, fresh):
    iam.create_user(UserName=fresh, Path="/people/")
    iam.get_waiter("user_exists").wait(UserName=fresh)
    return fresh


def test_roles(iam, role, policy, fresh):
    name = role.rsplit("/", 1)[1]
    told = iam.get_role(RoleName=name)["Role"]
    # boto3 decodes the document, which comes as IAM writes it: percent-encoded.
    assert told["Arn"] == role
    assert told["AssumeRolePolicyDocument"]["Statement"][0]["Principal"] == {"Service": "lambda.amazonaws.com"}
    iam.update_assume_role_policy(RoleName=name, PolicyDocument=TRUST_ACCOUNT)
    assert iam.get_role(RoleName=name)["Role"]["AssumeRolePolicyDocument"] == json.loads(TRUST_ACCOUNT)
    iam.put_role_policy(RoleName=name, PolicyName="inline", PolicyDocument=READ)
    assert iam.get_role_policy(RoleName=name, PolicyName="inline")["PolicyDocument"] == json.loads(READ)
    iam.attach_role_policy(RoleName=name, PolicyArn=policy)
    iam.attach_role_policy(RoleName=name, PolicyArn="arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess")
    attached = iam.list_attached_role_policies(RoleName=name)["AttachedPolicies"]
    assert {entry["PolicyName"] for entry in attached} == {fresh, "AmazonS3ReadOnlyAccess"}
    with pytest.raises(iam.exceptions.DeleteConflictException):
        iam.delete_role(RoleName=name)
    for entry in attached:
        iam.detach_role_policy(RoleName=name, PolicyArn=entry["PolicyArn"])
    iam.delete_role_policy(RoleName=name, PolicyName="inline")
    iam.delete_role(RoleName=name)
    with pytest.raises(iam.exceptions.NoSuchEntityException) as raised:
        iam.get_role(RoleName=name)
    assert raised.value.response["Error"]["Message"] == f"The role with name {name} cannot be found."


def test_users_and_their_keys(iam, user):
    told = iam.get_user(UserName=user)["User"]
    assert told["Arn"].endswith(f":user/people/{user}") and told["Path"] == "/people/"
    key = iam.create_access_key(UserName=user)["AccessKey"]
    held = iam.list_access_keys(UserName=user)["AccessKeyMetadata"]
    assert [(entry["AccessKeyId"], entry["Status"]) for entry in held] == [(key["AccessKeyId"], "Active")]
    iam.delete_access_key(UserName=user, AccessKeyId=key["AccessKeyId"])
    with pytest.raises(iam.exceptions.EntityAlreadyExistsException):
        iam.create_user(UserName=user)
    iam.delete_user(UserName=user)
    with pytest.raises(iam.exceptions.NoSuchEntityException):
        iam.get_user(UserName=user)


def test_policies(iam, policy, refused):
    told = iam.get_policy(PolicyArn=policy)["Policy"]
    assert (told["DefaultVersionId"], told["AttachmentCount"], told["Description"]) == ("v1", 0, "reads")
    document = iam.get_policy_version(PolicyArn=policy, VersionId="v1")["PolicyVersion"]["Document"]
    assert document == json.loads(READ)
    with pytest.raises(iam.exceptions.EntityAlreadyExistsException):
        iam.create_policy(PolicyName=policy.rsplit("/", 1)[1], PolicyDocument=READ)
    with pytest.raises(iam.exceptions.MalformedPolicyDocumentException):
        iam.create_policy(PolicyName=f"{policy.rsplit('/', 1)[1]}-2", PolicyDocument='{"Statement": 1}')
    iam.delete_policy(PolicyArn=policy)
    refused("NoSuchEntity", iam.get_policy, PolicyArn=policy)


def test_permissions_are_simulated(iam, user, policy):
    iam.attach_user_policy(UserName=user, PolicyArn=policy)
    arn = iam.get_user(UserName=user)["User"]["Arn"]

    def decide(action, resource):
        told = iam.simulate_principal_policy(PolicySourceArn=arn, ActionNames=[action], ResourceArns=[resource])
        return told["EvaluationResults"][0]["EvalDecision"]

    assert decide("s3:GetObject", "arn:aws:s3:::photos/a.jpg") == "allowed"
    assert decide("s3:GetObject", "arn:aws:s3:::other/a.jpg") == "implicitDeny"
    assert decide("s3:PutObject", "arn:aws:s3:::photos/a.jpg") == "implicitDeny"
    told = iam.simulate_custom_policy(PolicyInputList=[READ, DENY_ALL], ActionNames=["s3:GetObject"])
    assert told["EvaluationResults"][0]["EvalDecision"] == "explicitDeny"
    iam.detach_user_policy(UserName=user, PolicyArn=policy)


def test_the_resource_does_the_same(role):
    found = boto3.resource("iam").Role(role.rsplit("/", 1)[1])
    assert found.arn == role and list(found.attached_policies.all()) == []


def test_who_one_is(sts, refused):
    told = sts.get_caller_identity()
    assert told["Arn"] == f"arn:aws:iam::{told['Account']}:root"
    session = sts.get_session_token(DurationSeconds=900)["Credentials"]
    assert session["AccessKeyId"].startswith("ASIA") and session["SessionToken"]
    wrong = boto3.client("sts", aws_secret_access_key="guess", aws_access_key_id="test")
    refused("SignatureDoesNotMatch", wrong.get_caller_identity)
    nobody = boto3.client("sts", aws_secret_access_key="guess", aws_access_key_id="AKIANOBODY")
    refused("InvalidClientTokenId", nobody.get_caller_identity)


def test_a_role_is_assumed(iam, sts, role):
    iam.update_assume_role_policy(RoleName=role.rsplit("/", 1)[1], PolicyDocument=TRUST_ACCOUNT)
    told = sts.assume_role(RoleArn=role, RoleSessionName="session", DurationSeconds=900)
    assert told["AssumedRoleUser"]["Arn"].endswith(f":assumed-role/{role.rsplit('/', 1)[1]}/session")
    assert told["Credentials"]["Expiration"].tzinfo and told["Credentials"]["AccessKeyId"].startswith("ASIA")
