import base64
import collections
import csv
import dataclasses
import enum
import gzip
import hashlib
import hmac
import io
import itertools
import re
import statistics
import urllib.parse
import xml.etree.ElementTree as ElementTree


def lambda_handler(event, context):
    rows = list(csv.DictReader(io.StringIO("name,age\nJohn,42\n")))
    return [
        base64.b64encode(b"hello").decode(),
        collections.Counter("aab").most_common(1),
        rows,
        gzip.decompress(gzip.compress(b"packed")).decode(),
        hashlib.sha256(b"x").hexdigest()[:8],
        hmac.new(b"k", b"m", "sha256").hexdigest()[:8],
        list(itertools.pairwise([1, 2, 3])),
        re.sub(r"(\w+)@(\w+)", r"\2 at \1", "me@home"),
        statistics.mean([1, 2, 3]),
        urllib.parse.quote("a b/ü"),
        ElementTree.fromstring("<a><b>t</b></a>").find("b").text,
    ]
