"""What is taught would deploy: the lessons' templates before AWS's own linter, and before the translator that SAM is.

The templates that the cloud's own translation is tested with are translated here too, so that what those tests expect is
what SAM makes."""

import json
from pathlib import Path

import pytest
from cfnlint.api import lint
from cfnlint.config import ManualArgs
from samtranslator.public.translator import ManagedPolicyLoader
from samtranslator.translator.transform import transform
from samtranslator.yaml_helper import yaml_parse

ROOT = Path(__file__).resolve().parents[3]
LESSONS = sorted(ROOT.glob("lessons/**/template.yaml"))
CASES = sorted(ROOT.glob("tests/sam/*/template.yaml"))
# What `sam deploy` makes of a path to code before it translates.
UPLOADED = "s3://packages/code.zip"


def test_there_are_templates():
    assert len(LESSONS) >= 5 and len(CASES) >= 2


def named(path):
    return str(path.parent.relative_to(ROOT))


class NoPolicies(ManagedPolicyLoader):
    """AWS's policies are named by their ARNs here; IAM is not asked for any."""

    def __init__(self):
        super().__init__(None)

    def load(self):
        return {}


def translated(path):
    template = yaml_parse(path.read_text(encoding="utf-8"))
    for resource in template["Resources"].values():
        properties = resource.get("Properties", {})
        if resource["Type"] == "AWS::Serverless::Function" and "CodeUri" in properties:
            properties["CodeUri"] = UPLOADED
    return transform(template, {}, NoPolicies())


def found(text):
    return [str(match) for match in lint(text, config=ManualArgs(regions=["us-east-1"]))]


@pytest.mark.parametrize("path", LESSONS + CASES, ids=named)
def test_cfn_lint_finds_nothing(path):
    assert found(path.read_text(encoding="utf-8")) == []


def test_cfn_lint_would_find_something():
    text = LESSONS[0].read_text(encoding="utf-8").replace("MemorySize: ", "MemorySize: -")
    assert any("MemorySize" in finding or "minimum" in finding for finding in found(text))


@pytest.mark.parametrize("path", LESSONS, ids=named)
def test_sam_translates_it(path):
    resources = translated(path)["Resources"]
    assert not [held["Type"] for held in resources.values() if held["Type"].startswith("AWS::Serverless::")]
    assert "AWS::Lambda::Function" in {held["Type"] for held in resources.values()}


@pytest.mark.parametrize("path", CASES, ids=named)
def test_what_is_expected_of_our_translation_is_what_sam_makes(path):
    resources = translated(path)["Resources"]
    for name, expected in json.loads((path.parent / "resources.json").read_text(encoding="utf-8")).items():
        assert resources[name] == expected, name
