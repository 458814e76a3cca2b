"""The context object that a handler gets."""

import json
import os
import time


class CognitoIdentity:
    __slots__ = ("cognito_identity_id", "cognito_identity_pool_id")

    def __init__(self):
        self.cognito_identity_id = None
        self.cognito_identity_pool_id = None

    def __repr__(self):
        return _shown(self, self.__slots__)


class Client:
    __slots__ = ("installation_id", "app_title", "app_version_name", "app_version_code", "app_package_name")

    def __init__(self, values):
        for name in self.__slots__:
            setattr(self, name, values.get(name))

    def __repr__(self):
        return _shown(self, self.__slots__)


class ClientContext:
    __slots__ = ("custom", "env", "client")

    def __init__(self, values):
        self.custom = values.get("custom")
        self.env = values.get("env")
        self.client = Client(values["client"]) if values.get("client") else None

    def __repr__(self):
        return _shown(self, self.__slots__)


class LambdaContext:
    """What Lambda tells a handler of the invocation, the function and the time that is left."""

    def __init__(self, invocation, log):
        variables = os.environ
        self.aws_request_id = invocation["request_id"]
        self.log_group_name = variables.get("AWS_LAMBDA_LOG_GROUP_NAME")
        self.log_stream_name = variables.get("AWS_LAMBDA_LOG_STREAM_NAME")
        self.function_name = variables.get("AWS_LAMBDA_FUNCTION_NAME")
        self.memory_limit_in_mb = variables.get("AWS_LAMBDA_FUNCTION_MEMORY_SIZE")
        self.function_version = variables.get("AWS_LAMBDA_FUNCTION_VERSION")
        self.invoked_function_arn = invocation["function_arn"]
        self.tenant_id = None
        self.client_context = None
        if invocation.get("client_context"):
            self.client_context = ClientContext(json.loads(invocation["client_context"]))
        self.identity = CognitoIdentity()
        self._deadline_ms = invocation["deadline_us"] // 1000
        self._log = log

    def get_remaining_time_in_millis(self):
        return max(0, self._deadline_ms - int(time.time() * 1000))

    def log(self, msg):
        self._log(str(msg))

    def __repr__(self):
        names = [name for name in vars(self) if not name.startswith("_")]
        return _shown(self, names)


def _shown(value, names):
    fields = ",".join(f"{name}={getattr(value, name)}" for name in names)
    return f"{type(value).__name__}([{fields}])"
