from _runtime import cage

seen = []


def spy(*values):
    seen.append(len(values))


def lambda_handler(event, context):
    prototype = cage._outside.constructor.prototype
    for name in ("then", "task", "end", "returned", "get", "set", "call"):
        try:
            setattr(prototype, name, spy)
        except Exception as error:
            seen.append(str(error))
    return seen
