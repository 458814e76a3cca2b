// The module `stream`: npm's readable-stream, with the bridges to web streams that it leaves to Node.

import readable from "npm:readable-stream";
import { Buffer } from "./buffer.js";

const { Stream, Readable, Writable, Duplex } = readable;

/** A web stream of what `stream` gives. */
function toWebReadable(stream) {
  const iterator = stream[Symbol.asyncIterator]();
  return new ReadableStream(
    {
      async pull(controller) {
        const { value, done } = await iterator.next();
        if (done) controller.close();
        else controller.enqueue(Buffer.isBuffer(value) ? new Uint8Array(value) : value);
      },
      cancel: () => void stream.destroy(),
    },
    { highWaterMark: 0 },
  );
}

async function* chunksOf(web) {
  const reader = web.getReader();
  try {
    for (let read = await reader.read(); !read.done; read = await reader.read()) yield read.value;
  } finally {
    reader.releaseLock();
  }
}

function toWebWritable(stream) {
  return new WritableStream({
    write: (chunk) =>
      new Promise((resolve, reject) => stream.write(chunk, (error) => (error ? reject(error) : resolve()))),
    close: () => new Promise((resolve) => stream.end(resolve)),
    abort: (reason) => void stream.destroy(reason),
  });
}

function fromWebWritable(web, options) {
  const writer = web.getWriter();
  const settle = (promise, callback) => promise.then(() => callback(), callback);
  return new Writable({
    ...options,
    write: (chunk, _encoding, callback) => settle(writer.write(chunk), callback),
    final: (callback) => settle(writer.close(), callback),
    destroy: (error, callback) => (error ? settle(writer.abort(error), () => callback(error)) : callback(error)),
  });
}

Readable.toWeb = toWebReadable;
Readable.fromWeb = (web, options) => Readable.from(chunksOf(web), { objectMode: false, ...options });
Writable.toWeb = toWebWritable;
Writable.fromWeb = fromWebWritable;
Duplex.toWeb = (stream) => ({ readable: toWebReadable(stream), writable: toWebWritable(stream) });

const module = Stream;
for (const name of Reflect.ownKeys(readable)) {
  if (!(name in Stream)) Stream[name] = readable[name];
}
Stream.Stream = Stream;
Stream.isReadable ??= (stream) => stream.readable !== false && !stream.destroyed;
export { Readable, Writable, Duplex };
export const { Transform, PassThrough, pipeline, finished } = Stream;
export default module;
