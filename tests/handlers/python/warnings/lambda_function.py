import warnings


def lambda_handler(event, context):
    warnings.warn("old")
