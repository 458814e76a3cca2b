from datetime import datetime
from zoneinfo import ZoneInfo


def lambda_handler(event, context):
    summer = datetime(2026, 7, 1, 12, tzinfo=ZoneInfo("UTC"))
    return [summer.astimezone(ZoneInfo(name)).isoformat() for name in ("Europe/Berlin", "America/New_York", "Asia/Kolkata")]
