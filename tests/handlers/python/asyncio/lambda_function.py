import asyncio
import time


async def nap(seconds):
    await asyncio.sleep(seconds)
    return seconds


async def main():
    results = await asyncio.gather(nap(60), nap(120), asyncio.to_thread(lambda: "thread"))
    try:
        await asyncio.wait_for(asyncio.Event().wait(), timeout=30)
    except TimeoutError:
        results.append("late")
    return results


def lambda_handler(event, context):
    before = time.monotonic()
    results = asyncio.run(main())
    return [results, round(time.monotonic() - before)]
