from decimal import Decimal


def lambda_handler(event, context):
    return {"price": Decimal("19.90"), "many": [Decimal("12345678901234567890.5")], "float": 0.1, "text": "é"}
