"""What AWS's clients for Python run in: a user's environment, with the server's address and keys, and names of their own."""

import os
import uuid

import pytest

SETTINGS = {
    "AWS_ENDPOINT_URL": "http://127.0.0.1:4566",
    "AWS_ACCESS_KEY_ID": "test",
    "AWS_SECRET_ACCESS_KEY": "test",
    "AWS_DEFAULT_REGION": "us-east-1",
    "AWS_REGION": "us-east-1",
    # Neither the user's own settings nor a cloud's metadata have a say in a test.
    "AWS_CONFIG_FILE": os.devnull,
    "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
    "AWS_EC2_METADATA_DISABLED": "true",
    "AWS_MAX_ATTEMPTS": "1",
}
for name, value in SETTINGS.items():
    os.environ.setdefault(name, value)


@pytest.fixture
def fresh():
    """A name that no other test has, allowed for buckets, tables, functions and roles alike."""
    return f"fresh-{uuid.uuid4().hex[:12]}"
