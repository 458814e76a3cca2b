def lambda_handler(event, context):
    context.log("told")
    return [
        context.aws_request_id,
        context.function_name,
        context.function_version,
        context.invoked_function_arn,
        context.memory_limit_in_mb,
        context.log_group_name,
        context.log_stream_name,
        context.identity.cognito_identity_id,
        context.identity.cognito_identity_pool_id,
        context.client_context,
        context.get_remaining_time_in_millis(),
    ]
