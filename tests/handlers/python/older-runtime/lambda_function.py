import os
import sys


def lambda_handler(event, context):
    return [os.environ["AWS_EXECUTION_ENV"], sys.version_info[0], sys.path[:2], sys.platform]
