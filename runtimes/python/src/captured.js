// What the runtime takes from the browser before anyone's code runs. Code that reaches a prototype and changes it
// changes nothing here, because these are called as they were.
const { apply } = Reflect;
const { postMessage } = MessagePort.prototype;
const dataOf = Object.getOwnPropertyDescriptor(MessageEvent.prototype, "data").get;

export const RealDate = Date;
export const instantiate = WebAssembly.instantiate.bind(WebAssembly);

/** Sends `message` over `port`. */
export const post = (port, message, transfer = []) => apply(postMessage, port, [message, transfer]);
/** What a message event carries. */
export const received = (event) => apply(dataOf, event, []);
