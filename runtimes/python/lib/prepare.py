"""Makes the interpreter Lambda's before anyone's code runs, and before a snapshot of its memory is taken."""

import os
import sys

from . import aws, bootstrap, imports, network, threads, virtual

@imports.after_import("sysconfig")
def _built_where_it_was_built(sysconfig):
    """Python's own build settings are filed under the name of the platform it was built for."""
    sysconfig._get_sysconfigdata_name = lambda: "_sysconfigdata__emscripten_wasm32-emscripten"


#: What a snapshot holds besides what is imported already: what most functions import.
_FOR_THE_SNAPSHOT = (
    "asyncio base64 boto3 boto3.dynamodb.conditions boto3.dynamodb.types boto3.s3.transfer botocore.client"
    " botocore.exceptions botocore.httpsession botocore.paginate botocore.retries.standard botocore.signers"
    " botocore.waiter collections csv dataclasses datetime decimal email.utils functools gzip hashlib hmac html io"
    " itertools json logging math os pathlib random re s3transfer.manager secrets statistics string tempfile time"
    " traceback typing urllib.error urllib.parse urllib.request uuid zipfile zoneinfo"
).split()

_OF_PILLOW = (
    "PIL.Image PIL.ImageDraw PIL.ImageFilter PIL.ImageOps PIL.BmpImagePlugin PIL.GifImagePlugin PIL.JpegImagePlugin"
    " PIL.PngImagePlugin PIL.PpmImagePlugin PIL.WebPImagePlugin"
).split()


def prepare():
    """Fits the interpreter; done once."""
    sys.platform = "linux"
    os.uname = lambda: os.uname_result(("Linux", "169.254.100.6", "5.10.0", "#1 SMP", "x86_64"))
    os._exit = bootstrap.leave
    os.cpu_count = os.process_cpu_count = lambda: 2
    imports.install()
    virtual.install()
    threads.install()
    network.install()
    sys.path.insert(0, "/var/lang/lib/python3.14/site-packages")
    assert aws


def import_all():
    """Imports what the snapshot is to hold. Gives what could not be imported, and why."""
    missing = {}
    for name in [*_FOR_THE_SNAPSHOT, *_OF_PILLOW]:
        try:
            __import__(name)
        except ImportError as error:
            missing[name] = str(error)
    return missing


def after_start(new_seed):
    """What must differ from one process to the next, though a snapshot is the same for all."""
    import random

    random.seed(new_seed)
