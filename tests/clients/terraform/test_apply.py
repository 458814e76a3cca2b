"""Terraform with its AWS provider: a bucket, a table and a function are made, found unchanged, changed and destroyed.

Skipped where there is no `terraform`, or none that gets its provider: from its registry, or from a folder that
TF_CLI_ARGS_init="-plugin-dir=FOLDER" names.
"""

import os
import shutil
import subprocess
from pathlib import Path

import boto3
import pytest


def test_a_plan_is_applied_changed_and_destroyed(tmp_path, fresh):
    if not shutil.which("terraform"):
        pytest.skip("there is no terraform here")
    shutil.copy(Path(__file__).with_name("main.tf"), tmp_path)

    def terraform(line, *words):
        settings = {"TF_IN_AUTOMATION": "1", "CHECKPOINT_DISABLE": "1", "TF_VAR_name": fresh}
        return subprocess.run(
            ["terraform", *line.split(), *words], cwd=tmp_path, env={**os.environ, **settings},
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=120,
        )

    begun = terraform("init -no-color -input=false")
    if begun.returncode:
        pytest.skip("terraform gets no provider here")

    def apply(line, *words):
        done = terraform(f"{line} -no-color -input=false", *words)
        assert done.returncode == 0, done.stdout
        return done.stdout

    assert "9 added, 0 changed, 0 destroyed" in apply("apply -auto-approve")
    assert boto3.client("s3").get_object(Bucket=fresh, Key="hello.txt")["Body"].read() == b"hello"
    # What was made is found as it was wanted.
    apply("plan -detailed-exitcode")
    text = (tmp_path / "main.tf").read_text()
    changed = text.replace("timeout       = 10", "timeout       = 20").replace('content = "hello"', 'content = "bye"')
    (tmp_path / "main.tf").write_text(changed)
    assert "0 added, 2 changed, 0 destroyed" in apply("apply -auto-approve")
    assert boto3.client("lambda").get_function_configuration(FunctionName=fresh)["Timeout"] == 20
    assert "9 destroyed" in apply("destroy -auto-approve")
    assert fresh not in boto3.client("dynamodb").list_tables()["TableNames"]
