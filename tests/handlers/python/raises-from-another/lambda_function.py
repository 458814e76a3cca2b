class OutOfStock(Exception): ...


def lambda_handler(event, context):
    try:
        {}["pears"]
    except KeyError as error:
        raise OutOfStock("pears") from error
