import threading
from concurrent.futures import ThreadPoolExecutor, as_completed


def lambda_handler(event, context):
    seen = []
    thread = threading.Thread(target=seen.append, args=("thread",))
    thread.start()
    thread.join()
    with ThreadPoolExecutor(max_workers=4) as pool:
        squares = list(pool.map(lambda n: n * n, range(4)))
        failed = pool.submit(lambda: 1 / 0)
        done = [future.exception() is not None for future in as_completed([failed])]
    return [seen, squares, done, thread.is_alive(), threading.current_thread().name]
