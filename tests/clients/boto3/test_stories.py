"""Whole programs that use boto3, each run as one would run it: it ends well, or with what it did not find as on AWS.

They come last in this folder's order: one of them lets days pass.
"""

import subprocess
import sys
from pathlib import Path

import pytest

STORIES = sorted(Path(__file__).parent.glob("story_*.py"))


@pytest.mark.parametrize("story", STORIES, ids=lambda path: path.stem)
def test_story(story, endpoint):
    done = subprocess.run([sys.executable, story], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"All as on AWS, at {endpoint}." in done.stdout
