"""Virtual time: sleeping and asyncio's timers wait for the cloud's clock. (The clock itself stands below Python.)"""

import asyncio
import asyncio.base_events
import asyncio.runners
import time

from . import cage


def sleep(seconds, /):
    """Delay execution for a given number of seconds.  The argument may be
    a floating-point number for subsecond precision."""
    if isinstance(seconds, str) or not hasattr(seconds, "__float__") and not hasattr(seconds, "__index__"):
        raise TypeError(f"'{type(seconds).__name__}' object cannot be interpreted as an integer or float")
    if seconds < 0:
        raise ValueError("sleep length must be non-negative")
    cage.sleep(float(seconds))


class _Selector:
    """Stands where asyncio looks for sockets that are ready: there are none, so it waits for the next timer."""

    def select(self, timeout):
        if timeout is None or timeout > 0:
            cage.sleep(timeout)
        return []

    def get_map(self):
        return {}

    def close(self):
        pass


class EventLoop(asyncio.base_events.BaseEventLoop):
    """asyncio's own loop over virtual time."""

    def __init__(self):
        super().__init__()
        self._selector = _Selector()

    def _process_events(self, event_list):
        pass

    def _write_to_self(self):
        # There is no other thread that could wait for this loop.
        pass

    def close(self):
        if not self.is_running() and not self.is_closed():
            super().close()
            self._selector.close()


class _Policy(asyncio.events._BaseDefaultEventLoopPolicy):
    _loop_factory = EventLoop


def install():
    """Puts virtual time in place of the browser's."""
    time.sleep = sleep
    time.tzname = ("UTC", "UTC")
    asyncio._set_running_loop(None)
    asyncio.run = asyncio.runners.run
    asyncio.events._set_event_loop_policy(_Policy())
    asyncio.SelectorEventLoop = EventLoop
    asyncio.EventLoop = EventLoop
