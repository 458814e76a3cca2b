import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
export const handler = async () => {
  const url = new URL(await getSignedUrl(new S3Client({}), new GetObjectCommand({ Bucket: 'photos', Key: 'a.jpg' }), { expiresIn: 60 }));
  return [url.host, url.pathname, url.searchParams.get('X-Amz-Expires'), url.searchParams.get('X-Amz-Algorithm'), url.searchParams.get('X-Amz-Signature').length];
};
