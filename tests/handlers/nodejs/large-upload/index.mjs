import { Readable } from 'node:stream';
import { S3Client } from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
export const handler = async () => {
  const body = Readable.from((function* () { for (let at = 0; at < 6; at++) yield Buffer.alloc(1024 * 1024, at); })());
  const done = await new Upload({ client: new S3Client(), params: { Bucket: 'photos', Key: 'big', Body: body }, queueSize: 1 }).done();
  return done.ETag;
};
