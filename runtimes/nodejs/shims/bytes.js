// The bytes of what Node takes as data.

/** Keys hold their bytes under this name. */
export const KEY_BYTES = Symbol.for("coldstart.key.bytes");

/** @returns {Uint8Array} */
export function bytesOf(data, encoding) {
  if (typeof data === "string") return Buffer.from(data, encoding);
  if (data?.[KEY_BYTES]) return data[KEY_BYTES];
  if (ArrayBuffer.isView(data)) return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  if (data instanceof ArrayBuffer) return new Uint8Array(data);
  throw Object.assign(
    new TypeError(
      `The "data" argument must be of type string or an instance of Buffer, TypedArray, or DataView. Received ${data}`,
    ),
    { code: "ERR_INVALID_ARG_TYPE" },
  );
}
