"""What every test of the AWS CLI begins from: the command itself, run as a user's shell runs it."""

import json
import os
import subprocess
import sys
import tempfile
import traceback
from pathlib import Path

import pytest

# The tests of boto3 sign by AWS's native library, these by Python. It is read when botocore is loaded.
os.environ["BOTO_DISABLE_CRT"] = "true"

from awscli import clidriver  # noqa: E402

# The command that was installed beside this Python.
AWS = Path(sys.executable).parent / "aws"


def as_a_command(words, folder, text=None):
    """Runs the command as a shell does: status, output, errors."""
    done = subprocess.run([AWS, *words], cwd=folder, capture_output=True, text=True, input=text, timeout=60)
    return done.returncode, done.stdout, done.stderr


def in_a_fork(words, folder, text=None):
    """The same in a process of its own that need not read the CLI's thousand modules again: a tenth of the time."""
    with tempfile.TemporaryFile("w+") as given, tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as err:
        given.write(text or "")
        given.seek(0)
        child = os.fork()
        if child == 0:
            os._exit(in_the_child(words, folder, [given, out, err]))
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        out.seek(0)
        err.seek(0)
        return status, out.read(), err.read()


def in_the_child(words, folder, files):
    for number, file in enumerate(files):
        os.dup2(file.fileno(), number)
    sys.stdin, sys.stdout, sys.stderr = open(0), open(1, "w"), open(2, "w")
    sys.argv = ["aws", *words]
    os.chdir(folder)
    try:
        status = clidriver.main()
    except SystemExit as end:
        status = end.code or 0
    except BaseException:
        traceback.print_exc()
        status = 255
    sys.stdout.flush()
    sys.stderr.flush()
    return status


@pytest.fixture
def aws(tmp_path):
    """Runs `aws` with a line of words; what has spaces follows as words of its own."""

    def run(line, *words, fails=None, text=None, start=in_a_fork if hasattr(os, "fork") else as_a_command):
        status, out, errors = start([*line.split(), *map(str, words)], tmp_path, text)
        if fails is None:
            assert status == 0, f"aws {line}: {errors}"
            return out
        assert status != 0 and fails in errors, f"aws {line}: {errors or out}"
        return errors

    run.json = lambda line, *words: json.loads(run(line, *words))
    return run
