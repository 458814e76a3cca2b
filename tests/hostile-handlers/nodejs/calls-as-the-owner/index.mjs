import { S3Client, PutObjectCommand } from '@aws-sdk/client-s3';
import { attempts, hostile } from './attempts.mjs';
const puts = (credentials) =>
  new S3Client({ region: 'us-east-1', credentials, maxAttempts: 1 }).send(new PutObjectCommand({ Bucket: 'my-thumbnails', Key: 'hostile', Body: 'x' })).then(({ ETag }) => ETag);
export const handler = async () => attempts({
  role: () => puts(undefined),
  owner: () => puts({ accessKeyId: 'test', secretAccessKey: 'test' }),
  example: () => puts({ accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY' }),
  unsigned: () => fetch('https://my-thumbnails.s3.us-east-1.amazonaws.com/hostile', { method: 'PUT', body: 'x' }).then((response) => { if (response.ok) return response.status; throw new Error(String(response.status)); }),
});
