const S3 = require('aws-sdk/clients/s3');
const s3 = new S3();
exports.handler = async (event) => {
  await s3.putObject({ Bucket: 'photos', Key: 'a.txt', Body: 'hello' }).promise();
  return new Promise((resolve) => s3.getObject({ Bucket: 'photos', Key: 'none' }, (error, data) => resolve([error.code, error.statusCode])));
};
