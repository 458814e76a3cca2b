import { S3Client, ListBucketsCommand } from '@aws-sdk/client-s3';
import { attempts } from './attempts.mjs';
const lists = (credentials) => new S3Client({ region: 'us-east-1', credentials, maxAttempts: 1 }).send(new ListBucketsCommand({})).then(({ Buckets }) => `${Buckets.length} buckets`);
export const handler = async () => attempts({
  role: () => lists(undefined),
  owner: () => lists({ accessKeyId: 'test', secretAccessKey: 'test' }),
  example: () => lists({ accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY' }),
  unsigned: () => fetch('https://s3.us-east-1.amazonaws.com/').then((response) => { if (response.ok) return response.status; throw new Error(String(response.status)); }),
});
