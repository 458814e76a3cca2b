import asyncio

import boto3

sts = boto3.client("sts")


async def main():
    account = sts.get_caller_identity()["Account"]
    await asyncio.sleep(1)
    return account


def lambda_handler(event, context):
    return asyncio.run(main())
