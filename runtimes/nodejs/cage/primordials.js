// What the runtime takes from the browser before anyone's code runs. Code that changes a prototype later changes
// nothing here, because these are called as they were.

export const { apply, ownKeys } = Reflect;
export const { hasOwn } = Object;
const accessor = (prototype, name) => Object.getOwnPropertyDescriptor(prototype, name).get;

export const realDate = Date;
export const realImport = new Function("url", "return import(url)");
export const realEval = eval;
export const realImportScripts = self.importScripts?.bind(self);
export const realMicrotask = queueMicrotask.bind(self);
export const createUrl = URL.createObjectURL.bind(URL);
export const revokeUrl = URL.revokeObjectURL.bind(URL);
export const RealBlob = Blob;
export const RealMessageChannel = MessageChannel;

const { postMessage } = MessagePort.prototype;
const dataOf = accessor(MessageEvent.prototype, "data");
const { then } = Promise.prototype;

/** Sends `message` over `port`, whatever has become of the prototypes. */
export const post = (port, message, transfer) => apply(postMessage, port, [message, transfer ?? []]);
/** What a message event carries. */
export const received = (event) => apply(dataOf, event, []);
/** Registers callbacks on a native promise without asking its prototype. */
export const whenSettled = (promise, fulfilled, rejected) => apply(then, promise, [fulfilled, rejected]);
