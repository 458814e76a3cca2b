import assert from 'node:assert';
import { EventEmitter, once } from 'node:events';
import os from 'node:os';
import path from 'node:path';
import querystring from 'node:querystring';
import url from 'node:url';
import util from 'node:util';
export const handler = async () => {
  const emitter = new EventEmitter();
  setTimeout(() => emitter.emit('done', 1, 2), 5);
  let failed;
  try { assert.deepStrictEqual({ a: 1 }, { a: 2 }); } catch (error) { failed = [error.name, error.code]; }
  return [
    await once(emitter, 'done'), failed,
    path.join('/a', '..', 'b', 'c.txt'), path.extname('x.tar.gz'),
    querystring.parse('a=1&a=2&b=%20'), url.parse('https://u@example.com:8080/p?q=1').port,
    new URL('../x?y=1', 'https://example.com/a/b').href,
    util.format('%s %j %o', 'a', { b: 1 }, [1]), util.inspect({ a: [1, { b: 2 }] }, { depth: 0 }),
    os.EOL, os.platform(), Buffer.from('héllo').toString('base64url'), Buffer.from('68656c6c6f', 'hex').toString(),
    await util.promisify((value, callback) => callback(null, value * 2))(21),
    util.types.isPromise(Promise.resolve()), util.isDeepStrictEqual([1, new Map([[1, 2]])], [1, new Map([[1, 2]])]),
  ];
};
