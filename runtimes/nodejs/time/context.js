// What AsyncLocalStorage carries along. The browser does not tell when an `await` goes on, so a store follows callbacks
// (timers, ticks, calls, events set up by them), and across `await` as long as one `run` is under way at a time:
// that one's store is the fallback. Several at once, each awaiting, see the store of the one entered last.

/** Stores by storage, for the callback that runs. @type {Map<object, any>} */
let entered = new Map();
/** Runs whose promise is still pending, by storage. @type {Map<object, {store: any}[]>} */
const pending = new Map();

/** What a callback registered now will see. */
export const current = () => entered;

/** Calls `callback` with the stores that were there when it was registered. */
export function within(context, callback) {
  const before = entered;
  entered = context;
  try {
    return callback();
  } finally {
    entered = before;
  }
}

/** The store of `storage`. */
export function store(storage) {
  if (entered.has(storage)) return entered.get(storage);
  return pending.get(storage)?.at(-1)?.store;
}

/** `storage` holds `value` from now on, in this callback and what it registers. */
export function enter(storage, value) {
  entered = new Map(entered).set(storage, value);
}

/** Calls `callback` with `value` in `storage`; when it gives a promise, the value stays until that is settled. */
export function run(storage, value, callback) {
  const result = within(new Map(entered).set(storage, value), callback);
  if (value === undefined || !(result instanceof Promise)) return result;
  const runs = pending.get(storage) ?? [];
  pending.set(storage, runs);
  const entry = { store: value };
  runs.push(entry);
  const leave = () => runs.splice(runs.indexOf(entry), 1);
  result.then(leave, leave);
  return result;
}
