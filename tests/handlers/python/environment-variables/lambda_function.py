import os


def lambda_handler(event, context):
    names = "AWS_REGION AWS_EXECUTION_ENV LAMBDA_TASK_ROOT LAMBDA_RUNTIME_DIR _HANDLER TZ PYTHONPATH LC_CTYPE TABLE"
    return [os.environ.get(name) for name in names.split()] + [os.getcwd(), "HOME" in os.environ, sorted(os.environ)[0]]
