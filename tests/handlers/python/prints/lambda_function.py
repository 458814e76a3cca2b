import sys


def lambda_handler(event, context):
    print("one", "two", sep="-")
    print("three\nfour")
    print()
    print("err", file=sys.stderr)
    sys.stdout.write("no line break")
