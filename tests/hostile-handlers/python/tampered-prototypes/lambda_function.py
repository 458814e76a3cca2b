from _runtime import cage

outside = cage._outside
seen = []


def spy(*values):
    seen.append(len(values))


prototype = outside.constructor.prototype
for name in ("then", "task", "end", "returned", "get", "set", "call"):
    try:
        setattr(prototype, name, spy)
    except Exception as error:
        seen.append(str(error))


def lambda_handler(event, context):
    return seen
