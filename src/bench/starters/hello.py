import json

# What stands out here runs once for each environment, and is kept between events.
runs = 0


def lambda_handler(event, context):
    global runs
    runs += 1
    print("Event:", json.dumps(event))
    return {
        "message": f"Hello from {context.function_name}",
        "runs_in_this_environment": runs,
    }
