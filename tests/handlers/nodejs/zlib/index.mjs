import { gzipSync, gunzipSync, deflateSync, inflate, createGzip, createGunzip, gunzip } from 'node:zlib';
import { promisify } from 'node:util';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
export const handler = async () => {
  const long = 'coldstart '.repeat(1000);
  const piped = await text(Readable.from([Buffer.from(long)]).pipe(createGzip()).pipe(createGunzip()));
  let broken;
  try { await promisify(gunzip)(Buffer.from('no gzip')); } catch (error) { broken = error.code; }
  const web = await new Response(new Blob([long]).stream().pipeThrough(new CompressionStream('gzip')).pipeThrough(new DecompressionStream('gzip'))).text();
  return [gunzipSync(gzipSync(long)).toString() === long, (await promisify(inflate)(deflateSync(long))).length, gzipSync(long).length < 200, piped === long, broken, web === long];
};
