"""What a request costs the server, beside moto's server and dynalite: CPU time and rate, by one and the same client.

    cargo xtask bench --only server                                # some five minutes
    cargo build --profile serve -p serve
    python3 tests/bench/emulators.py target/serve/serve --quick    # seconds, to see that it runs; no figures to keep

The bench's own server is the one of `cargo xtask server`, which is trained before.

moto's server (PyPI) and dynalite (npm) are installed below target/bench, once. Beside them stands `bare.rs`, which answers
without a thought: what is left to the others. The client sends requests that were
signed beforehand over sockets that stay open, and reads no more of an answer than its status and length, so that what
it costs itself hides nothing. CPU time is the server process's own, with its children's: Linux alone. A machine has slow
and fast moments: the servers take turns, and of what one is beside another in a round, the median counts.
"""

import argparse
import json
import os
import selectors
import socket
import statistics
import subprocess
import sys
import time
from pathlib import Path

from signing import signed

TARGET = Path(__file__).resolve().parents[2] / "target" / "bench"
MOTO, DYNALITE = "5.2.5", "4.0.0"
# Different keys that the requests go through in turn.
KEYS = 200


class Server:
    """A server process, from its start to its end."""

    def __init__(self, name, command):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.name = name
        began = time.perf_counter()
        words = [str(word).replace("PORT", str(self.port)) for word in command]
        self.process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.start_ms = self.first_answer(began)
        time.sleep(1)
        self.idle_mib = sum(resident(pid) for pid in self.family()) / 2**20

    def first_answer(self, began):
        while time.perf_counter() - began < 60:
            try:
                with Connection(self.port) as connection:
                    connection.ask(dynamodb("ListTables", {}, self.port))
                    return (time.perf_counter() - began) * 1_000
            except OSError:
                time.sleep(0.002)
        raise SystemExit(f"{self.name} did not answer within a minute")

    def family(self):
        """The process and what it started."""
        found, waiting = [], [self.process.pid]
        while waiting:
            pid = waiting.pop()
            found.append(pid)
            try:
                children = Path(f"/proc/{pid}/task/{pid}/children").read_text()
            except OSError:
                continue
            waiting += map(int, children.split())
        return found

    def cpu_s(self):
        return sum(cpu_s(pid) for pid in self.family())

    def stop(self):
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def cpu_s(pid):
    """User and system time of a process, with its threads that ended: by the clock that Linux has for each."""
    try:
        return time.clock_gettime((~pid << 3) | 2)
    except OSError:
        return 0


def resident(pid):
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0


class Connection:
    """A socket that stays open. A server that closes it all the same is connected to again."""

    def __init__(self, port):
        self.port = port
        self.socket = None
        self.connect()

    def connect(self):
        if self.socket:
            self.socket.close()
        self.socket = socket.create_connection(("127.0.0.1", self.port), timeout=60)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.buffer = b""

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()

    def send(self, request):
        self.socket.sendall(request)

    def received(self):
        """Takes what has come; the answer once it is whole, as status and body."""
        chunk = self.socket.recv(1 << 18)
        if not chunk:
            raise ConnectionResetError("the server closed the connection")
        self.buffer += chunk
        head, found, rest = self.buffer.partition(b"\r\n\r\n")
        if not found:
            return None
        fields = head.lower()
        at = fields.find(b"\r\ncontent-length:")
        if at < 0:
            raise SystemExit(f"an answer without a length: {head[:300]!r}")
        if len(rest) < int(fields[at + 17:].split(b"\r\n", 1)[0]):
            return None
        self.buffer = b""
        if b"\r\nconnection: close" in fields:
            self.connect()
        return int(head[9:12]), rest

    def ask(self, request):
        self.send(request)
        while (answer := self.received()) is None:
            pass
        if answer[0] != 200:
            raise SystemExit(f"the server answered {answer[0]}: {answer[1][:300]!r}")
        return answer[1]


def dynamodb(operation, body, port):
    fields = {"content-type": "application/x-amz-json-1.0", "x-amz-target": f"DynamoDB_20120810.{operation}"}
    return signed("POST", "/", "dynamodb", port, fields, json.dumps(body, separators=(",", ":")).encode())


def drive(server, requests, at_once, seconds):
    """Sends the requests in turn for so long, that many at once: operations, CPU seconds, wall seconds."""
    connections = [Connection(server.port) for _ in range(at_once)]
    for connection in connections:
        connection.ask(requests[0])
    selector = selectors.DefaultSelector()
    cpu, began = server.cpu_s(), time.perf_counter()
    done = sent = 0
    for connection in connections:
        selector.register(connection.socket, selectors.EVENT_READ, connection)
        connection.send(requests[sent % len(requests)])
        sent += 1
    until = began + seconds
    while done < sent:
        for key, _ in selector.select():
            connection, known = key.data, key.fileobj
            answer = connection.received()
            if answer is None:
                continue
            if answer[0] != 200:
                raise SystemExit(f"{server.name} answered {answer[0]}: {answer[1][:300]!r}")
            if connection.socket is not known:
                selector.unregister(known)
                selector.register(connection.socket, selectors.EVENT_READ, connection)
            done += 1
            if time.perf_counter() < until:
                connection.send(requests[sent % len(requests)])
                sent += 1
    wall = time.perf_counter() - began
    cpu = server.cpu_s() - cpu
    for connection in connections:
        connection.socket.close()
    return done, cpu, wall


def table(server, name, sort=False):
    keys = [("a", "HASH"), ("b", "RANGE")][:1 + sort]
    with Connection(server.port) as connection:
        connection.ask(dynamodb("CreateTable", {
            "TableName": name, "BillingMode": "PAY_PER_REQUEST",
            "KeySchema": [{"AttributeName": key, "KeyType": kind} for key, kind in keys],
            "AttributeDefinitions": [{"AttributeName": key, "AttributeType": "S"} for key, _ in keys],
        }, server.port))
        while b'"ACTIVE"' not in connection.ask(dynamodb("DescribeTable", {"TableName": name}, server.port)):
            time.sleep(0.05)


def operations(server):
    """Requests by what they are called, each a list that is gone through in turn."""
    port = server.port
    table(server, "bench")
    items = [{"a": {"S": f"key {number}"}, "text": {"S": "x" * 1_000}} for number in range(KEYS)]
    yield "PutItem 1 kB", [dynamodb("PutItem", {"TableName": "bench", "Item": item}, port) for item in items]
    yield "GetItem 1 kB", [dynamodb("GetItem", {"TableName": "bench", "Key": {"a": item["a"]}}, port) for item in items]
    if server.name in ("dynalite", "bare"):
        return
    with Connection(port) as connection:
        connection.ask(signed("PUT", "/bench", "s3", port, {}, b""))
    body = os.urandom(10_000)
    paths = [f"/bench/key-{number}" for number in range(KEYS)]
    yield "PutObject 10 kB", [signed("PUT", path, "s3", port, {}, body) for path in paths]
    yield "GetObject 10 kB", [signed("GET", path, "s3", port, {}, b"") for path in paths]


def compare(commands, rounds, seconds):
    """Every operation on every server, one at a time and 16 at once: of each round, microseconds of CPU and rate a second."""
    servers, results = {}, {}
    try:
        for name, command in commands.items():
            server = servers[name] = Server(name, command)
            results[name] = {"first answer, ms": server.start_ms, "idle, MiB": server.idle_mib}
        requests = {name: dict(operations(server)) for name, server in servers.items()}
        for operation in requests["serve"]:
            taking = [name for name in servers if operation in requests[name]]
            # Gets read what is there: every key is written once, whatever the time allows.
            if operation.startswith("Put"):
                for name in taking:
                    with Connection(servers[name].port) as connection:
                        for request in requests[name][operation]:
                            connection.ask(request)
            for at_once in (1, 16):
                for name in taking * rounds:
                    done, cpu, wall = drive(servers[name], requests[name][operation], at_once, seconds)
                    results[name].setdefault((operation, at_once), []).append((cpu / done * 1e6, done / wall))
    finally:
        for server in servers.values():
            server.stop()
    return results


# Of a round's figures, which is which.
CPU, RATE = 0, 1


def median(rounds, figure):
    return statistics.median(one[figure] for one in rounds)


def beside(ours, theirs, figure):
    """What ours is of theirs, in the same round."""
    return statistics.median(one[figure] / other[figure] for one, other in zip(ours, theirs))


def fill(server, name, count):
    """Items of 100 bytes: ten to a partition, sorted."""
    table(server, name, sort=True)
    with Connection(server.port) as connection:
        for start in range(0, count, 25):
            puts = [
                {"PutRequest": {"Item": {"a": {"S": f"{at // 10:08}"}, "b": {"S": f"{at % 10}"}, "t": {"S": "x" * 85}}}}
                for at in range(start, min(start + 25, count))
            ]
            told = json.loads(connection.ask(dynamodb("BatchWriteItem", {"RequestItems": {name: puts}}, server.port)))
            if told["UnprocessedItems"]:
                raise SystemExit(f"the table took no more after {start} items; a table by request has a burst of 1.2 M")


def growth(command, sizes, scanned, seconds):
    """What a scan costs, and whether a query grows with its table. Each table has a server of its own."""
    queried = {}
    for size in sizes:
        server = Server("serve", command)
        try:
            before = sum(resident(pid) for pid in server.family())
            fill(server, "grown", size)
            bytes_each = (sum(resident(pid) for pid in server.family()) - before) / size
            queries = [dynamodb("Query", {
                "TableName": "grown", "KeyConditionExpression": "a = :a",
                "ExpressionAttributeValues": {":a": {"S": f"{at * (size // 10) // KEYS:08}"}},
            }, server.port) for at in range(KEYS)]
            done, cpu, wall = drive(server, queries, 1, seconds)
            print(f"Query of 10 items among {size:>9,}: {cpu / done * 1e6:8.1f} us of CPU, {done / wall:9,.0f} a second; "
                  f"{bytes_each:,.0f} bytes of memory an item")
            queried[size] = cpu / done * 1e6
            if size == scanned:
                tell(f"Scan of {size:,} items in pages", scan(server, size), "s")
            if size == max(sizes):
                memory = sum(resident(pid) for pid in server.family()) / 2**20
                tell(f"memory of a server that holds {size:,} items of 100 bytes", memory, "MiB", 1024)
        finally:
            server.stop()
    least = min(queried)
    for size, cost in queried.items():
        # Half as much again is what a deeper tree and colder memory may take; a search that grew would take ten times.
        goal = None if size == least else queried[least] * 1.5
        tell(f"Query of 10 items among {size:,}: CPU", cost, "µs", goal)


def scan(server, size):
    cpu, began, seen, pages, start = server.cpu_s(), time.perf_counter(), 0, 0, {}
    with Connection(server.port) as connection:
        while True:
            page = json.loads(connection.ask(dynamodb("Scan", {"TableName": "grown", **start}, server.port)))
            seen, pages = seen + page["Count"], pages + 1
            if "LastEvaluatedKey" not in page:
                break
            start = {"ExclusiveStartKey": page["LastEvaluatedKey"]}
    assert seen == size, f"{seen} of {size} items"
    wall, cpu = time.perf_counter() - began, server.cpu_s() - cpu
    print(f"Scan of {size:,} items in {pages} pages: {wall:.2f} s, {cpu:.2f} s of the server's CPU")
    return wall


def tell(name, value, unit, goal=None, better="lower"):
    """One measurement, as `cargo xtask bench` reads it."""
    row = {"name": name, "value": value, "unit": unit, "better": better}
    print(json.dumps(row if goal is None else {**row, "goal": goal}, ensure_ascii=False))


def report(results):
    """Each operation's cost, and what part it is of the others'."""
    ours = results["serve"]
    tell("start to the first answer", ours["first answer, ms"], "ms", 50)
    tell("memory when idle", ours["idle, MiB"], "MiB", 30)
    for row, rounds in ((row, rounds) for row, rounds in ours.items() if isinstance(row, tuple)):
        name = f"{row[0]}, {'one' if row[1] == 1 else row[1]} at a time"
        tell(f"{name}: CPU", median(rounds, CPU), "µs")
        if row in results["bare"]:
            tell(f"{name}: CPU of a server that does nothing", median(results["bare"][row], CPU), "µs")
            least = beside(results["bare"][row], results["dynalite"][row], CPU)
            tell(f"{name}: the same beside dynalite's", least, "times")
        for other, part in (("moto", 1 / 20), ("dynalite", 1 / 5)):
            if row in results[other]:
                tell(f"{name}: CPU beside {other}'s", beside(rounds, results[other][row], CPU), "times", part)
                tell(f"{name}: rate beside {other}'s", beside(rounds, results[other][row], RATE), "times", 1, "higher")


def show(results):
    print(f"\n{'':24}" + "".join(f"{name:>22}" for name in results))
    for row in ("first answer, ms", "idle, MiB"):
        print(f"{row:24}" + "".join(f"{result[row]:>22.1f}" for result in results.values()))
    rows = [row for row in results["serve"] if isinstance(row, tuple)]
    for name, at_once in rows:
        cells = [result.get((name, at_once)) for result in results.values()]
        shown = [f"{median(cell, CPU):9.1f} us {median(cell, RATE):7,.0f}/s" if cell else "-" for cell in cells]
        print(f"{f'{name}, {at_once} at once':24}" + "".join(f"{cell:>22}" for cell in shown))
    print("\nHow many times serve's CPU time an operation takes elsewhere, and its rate beside theirs:")
    for other in list(results)[1:]:
        for row in (row for row in rows if row in results[other]):
            ours, theirs = results["serve"][row], results[other][row]
            print(f"  {other:10} {row[0]}, {row[1]} at once: {1 / beside(ours, theirs, CPU):8.1f} times, "
                  f"{beside(ours, theirs, RATE):8.1f} times the rate")


def install():
    """moto and dynalite below target/bench, unless they are there."""
    python = TARGET / "python" / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", TARGET / "python"], check=True)
    stamp = TARGET / f"moto-{MOTO}"
    if not stamp.exists():
        subprocess.run([python, "-m", "pip", "install", "--quiet", f"moto[server]=={MOTO}"], check=True)
        stamp.touch()
    dynalite = TARGET / "node_modules" / "dynalite" / "cli.js"
    if not dynalite.exists():
        (TARGET / "package.json").write_text('{"private": true}')
        npm = ["npm", "install", "--prefix", TARGET, "--no-audit", "--no-fund", "--loglevel=error"]
        subprocess.run([*npm, f"dynalite@{DYNALITE}"], check=True)
    bare = TARGET / "bare"
    subprocess.run(["rustc", "--edition=2024", "-O", Path(__file__).with_name("bare.rs"), "-o", bare], check=True)
    return {
        "bare": [bare, "PORT"],
        "moto": [TARGET / "python" / "bin" / "moto_server", "--host", "127.0.0.1", "--port", "PORT"],
        "dynalite": ["node", dynalite, "--port", "PORT", "--createTableMs", "0"],
    }


def main():
    options = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    options.add_argument("serve", help="the server's program, built for speed")
    options.add_argument("--quick", action="store_true", help="small counts, to see that it runs")
    options.add_argument("--alone", action="store_true", help="without the others beside it")
    chosen = options.parse_args()
    serve = [chosen.serve, "--port", "PORT"]
    sizes, scanned, rounds, seconds = ([500, 1_000], 1_000, 1, 0.3) if chosen.quick else ([10_000, 100_000, 1_000_000], 100_000, 9, 1)
    if chosen.quick:
        print("Quick: these figures say that it runs, and nothing else.\n")
    growth(serve, sizes, scanned, rounds * seconds / 2)
    results = compare({"serve": serve, **({} if chosen.alone else install())}, rounds, seconds)
    show(results)
    if not chosen.alone:
        report(results)


if __name__ == "__main__":
    main()
