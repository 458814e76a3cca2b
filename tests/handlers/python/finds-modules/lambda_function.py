import collections
import dataclasses
import gc
import importlib.metadata
import importlib.util
import inspect
import json
import pkgutil
import re

import boto3.dynamodb
import colorsys

Point = collections.namedtuple("Point", "x y z", defaults=[3])


@dataclasses.dataclass(order=True)
class Size:
    width: int
    height: int = 2


def lambda_handler(event, context):
    return {
        "of its own": colorsys.NAME,
        "file": json.__file__,
        "package": boto3.__path__,
        "modules": [name for _, name, _ in pkgutil.iter_modules(boto3.dynamodb.__path__)],
        "missing": importlib.util.find_spec("boto4"),
        "version": importlib.metadata.version("boto3").split(".")[0],
        "source": inspect.getsource(json.loads).splitlines()[0],
        "made": [Point(1, 2), Size(1) < Size(1, 3), repr(Size(4))],
        "pattern": [re.compile("a+", re.I).search("baAab").group(), re.compile(rb"\d").findall(b"a1b2")[1].decode()],
        "collects": gc.isenabled(),
    }
