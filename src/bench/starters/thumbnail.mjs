import { CopyObjectCommand, S3Client } from '@aws-sdk/client-s3';

// What stands out here runs once for each environment, while it starts.
const s3 = new S3Client({});
const { TARGET_BUCKET } = process.env;

// Node.js brings no picture library: this tells of each photo and copies it as it is.
export const handler = async (event) => {
  const copied = [];
  for (const record of event.Records) {
    const bucket = record.s3.bucket.name;
    // Keys come encoded as in an address: a space is a plus.
    const key = decodeURIComponent(record.s3.object.key.replaceAll('+', ' '));
    console.log(`${key} came to ${bucket}, ${record.s3.object.size} bytes`);

    const copy = `copies/${key}`;
    await s3.send(new CopyObjectCommand({
      Bucket: TARGET_BUCKET,
      Key: copy,
      CopySource: `${bucket}/${key.split('/').map(encodeURIComponent).join('/')}`,
    }));
    copied.push(copy);
  }
  return { copied };
};
