import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
const s3 = new S3Client({});
export const handler = async () => {
  await s3.send(new PutObjectCommand({ Bucket: 'photos', Key: 'a b.txt', Body: Buffer.alloc(10, 'x') }));
  const { Body, ContentType } = await s3.send(new GetObjectCommand({ Bucket: 'photos', Key: 'a b.txt' }));
  const text = await Body.transformToString();
  try {
    await s3.send(new GetObjectCommand({ Bucket: 'photos', Key: 'none' }));
  } catch (error) {
    return [text, ContentType, error.name, error.$metadata.httpStatusCode, error.constructor.name];
  }
};
