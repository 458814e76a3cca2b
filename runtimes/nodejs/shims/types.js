// `util.types`: which of the language's own kinds a value is.

const tag = (value) => Object.prototype.toString.call(value).slice(8, -1);
const tagged = (name) => (value) => typeof value === "object" && value !== null && tag(value) === name;
const typedTag = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(Uint8Array.prototype), Symbol.toStringTag).get;
const typed = (name) => (value) => ArrayBuffer.isView(value) && Reflect.apply(typedTag, value, []) === name;

/** Whether `value` has the internal slot that `method` reads. */
const holds = (method) => (value) => {
  try {
    Reflect.apply(method, value, []);
    return true;
  } catch {
    return false;
  }
};
const getter = (prototype, name) => Object.getOwnPropertyDescriptor(prototype, name).get;

const types = {
  isDate: holds(Date.prototype.getTime),
  isRegExp: (value) => value instanceof RegExp,
  isNativeError: (value) => value instanceof Error || tag(value) === "Error",
  isPromise: (value) => value instanceof Promise,
  isMap: holds(getter(Map.prototype, "size")),
  isSet: holds(getter(Set.prototype, "size")),
  isWeakMap: (value) => value instanceof WeakMap,
  isWeakSet: (value) => value instanceof WeakSet,
  isMapIterator: tagged("Map Iterator"),
  isSetIterator: tagged("Set Iterator"),
  isGeneratorObject: tagged("Generator"),
  isArgumentsObject: tagged("Arguments"),
  isModuleNamespaceObject: tagged("Module"),
  isArrayBuffer: holds(getter(ArrayBuffer.prototype, "byteLength")),
  isSharedArrayBuffer: tagged("SharedArrayBuffer"),
  isAnyArrayBuffer: (value) => types.isArrayBuffer(value) || types.isSharedArrayBuffer(value),
  isArrayBufferView: (value) => ArrayBuffer.isView(value),
  isDataView: (value) => ArrayBuffer.isView(value) && typedTag.call(value) === undefined,
  isTypedArray: (value) => ArrayBuffer.isView(value) && typedTag.call(value) !== undefined,
  isAsyncFunction: (value) => typeof value === "function" && tag(value) === "AsyncFunction",
  isGeneratorFunction: (value) => typeof value === "function" && /GeneratorFunction$/.test(tag(value)),
  isNumberObject: tagged("Number"),
  isStringObject: tagged("String"),
  isBooleanObject: tagged("Boolean"),
  isSymbolObject: tagged("Symbol"),
  isBigIntObject: tagged("BigInt"),
  isBoxedPrimitive: (value) =>
    /^(Number|String|Boolean|Symbol|BigInt)$/.test(typeof value === "object" && value !== null ? tag(value) : ""),
  isProxy: () => false,
  isExternal: () => false,
  isKeyObject: () => false,
  isCryptoKey: tagged("CryptoKey"),
};
for (const name of [
  "Uint8Array",
  "Uint8ClampedArray",
  "Uint16Array",
  "Uint32Array",
  "Int8Array",
  "Int16Array",
  "Int32Array",
  "Float32Array",
  "Float64Array",
  "BigInt64Array",
  "BigUint64Array",
]) {
  types[`is${name}`] = typed(name);
}
export default types;
