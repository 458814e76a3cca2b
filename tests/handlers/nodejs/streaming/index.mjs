import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';
export const handler = awslambda.streamifyResponse(async (event, responseStream, context) => {
  responseStream.write('one ');
  await new Promise((resolve) => setTimeout(resolve, 1000));
  await pipeline(Readable.from(['two ', 'three']), responseStream);
});
