import time
from datetime import datetime, timezone


def lambda_handler(event, context):
    now = datetime.now()
    return [
        now.strftime("%Y-%m-%d %H:%M:%S"),
        datetime.now(timezone.utc).isoformat(timespec="seconds"),
        datetime.fromtimestamp(0).isoformat(),
        time.strftime("%H:%M", time.localtime()),
        time.time_ns() // 10**9,
        time.mktime((2026, 7, 1, 12, 0, 0, 0, 0, -1)),
        time.tzname[0],
    ]
