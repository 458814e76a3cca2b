// S3 by the SDK for JavaScript v2: buckets in the path and before the host, managed uploads, streams, signed addresses.

import assert from 'node:assert/strict';
import {Readable} from 'node:stream';
import {test} from 'node:test';
import {AWS, NAMED_ENDPOINT, fresh, namedAgent, pages, refused} from './support.mjs';

const MIB = 1024 * 1024;
const LARGE = Buffer.alloc(12 * MIB, 'large body ');
const s3 = new AWS.S3({s3ForcePathStyle: true, signatureVersion: 'v4'});

async function bucket() {
  const Bucket = fresh();
  await s3.createBucket({Bucket}).promise();
  await s3.waitFor('bucketExists', {Bucket}).promise();
  return Bucket;
}

test('twelve megabytes go up in parts, from a stream, and come down whole', async () => {
  const Bucket = await bucket();
  const Body = Readable.from([LARGE.subarray(0, 7 * MIB), LARGE.subarray(7 * MIB)]);
  const upload = s3.upload({Bucket, Key: 'large', Body}, {partSize: 5 * MIB, queueSize: 2});
  let seen = 0;
  upload.on('httpUploadProgress', ({loaded}) => (seen = Math.max(seen, loaded)));
  const {ETag, Location} = await upload.promise();
  assert.match(ETag, /-3"$/);
  assert.equal(seen, LARGE.length);
  assert.ok(Location.includes(Bucket) && Location.endsWith('/large'), Location);
  const chunks = [];
  for await (const chunk of s3.getObject({Bucket, Key: 'large'}).createReadStream()) chunks.push(chunk);
  assert.ok(Buffer.concat(chunks).equals(LARGE));
});

test('an upload that is aborted leaves nothing', async () => {
  const Bucket = await bucket();
  const upload = s3.upload({Bucket, Key: 'k', Body: LARGE}, {queueSize: 1});
  upload.on('httpUploadProgress', () => upload.abort());
  await refused('RequestAbortedError', upload);
  for (let tries = 0; (await s3.listMultipartUploads({Bucket}).promise()).Uploads.length; tries += 1) {
    assert.ok(tries < 50, 'the upload is still there');
  }
});

test('small bodies, metadata, ranges and copies', async () => {
  const Bucket = await bucket();
  const Key = 'große/ümlaut a+b.txt';
  await s3.putObject({Bucket, Key, Body: 'body', ContentType: 'text/x-a', Metadata: {made: 'v2'}}).promise();
  const got = await s3.getObject({Bucket, Key}).promise();
  assert.deepEqual([got.Body.toString(), got.ContentType, got.Metadata], ['body', 'text/x-a', {made: 'v2'}]);
  assert.equal((await s3.getObject({Bucket, Key, Range: 'bytes=1-2'}).promise()).Body.toString(), 'od');
  await s3.copyObject({Bucket, Key: 'to', CopySource: encodeURI(`${Bucket}/${Key}`).replace('+', '%2B')}).promise();
  assert.equal((await s3.headObject({Bucket, Key: 'to'}).promise()).ContentLength, 4);
  const head = await refused('NotModified', s3.headObject({Bucket, Key, IfNoneMatch: got.ETag}));
  assert.equal(head.statusCode, 304);
});

test('checks sums that are asked for', async () => {
  const Bucket = await bucket();
  const put = await s3.putObject({Bucket, Key: 'k', Body: 'body', ChecksumSHA256: 'Iw2DWNzOiJD0xIjd2ASonYMNo0r+UBG9cRjNT5nIayQ='});
  const error = await refused('BadDigest', put);
  assert.equal(error.statusCode, 400);
});

for (const version of ['v2', 'v4']) {
  test(`signed addresses of ${version} work for whoever has them`, async () => {
    const Bucket = await bucket();
    const signing = new AWS.S3({s3ForcePathStyle: true, signatureVersion: version});
    const at = {Bucket, Key: 'a b+ü.txt', Expires: 60};
    const put = await signing.getSignedUrlPromise('putObject', {...at, ContentType: 'text/x-a'});
    assert.equal((await fetch(put, {method: 'PUT', body: 'put', headers: {'content-type': 'text/x-a'}})).status, 200);
    const get = await signing.getSignedUrlPromise('getObject', at);
    assert.equal(await (await fetch(get)).text(), 'put');
    assert.equal((await fetch(get.replace('a%20b', 'a%20c'))).status, 403);
  });
}

test('versions, delete markers and tags', async () => {
  const Bucket = await bucket();
  await s3.putBucketVersioning({Bucket, VersioningConfiguration: {Status: 'Enabled'}}).promise();
  const {VersionId} = await s3.putObject({Bucket, Key: 'k', Body: '1', Tagging: 'a=1'}).promise();
  await s3.putObject({Bucket, Key: 'k', Body: '2'}).promise();
  await s3.deleteObject({Bucket, Key: 'k'}).promise();
  await refused('NoSuchKey', s3.getObject({Bucket, Key: 'k'}));
  assert.equal((await s3.getObject({Bucket, Key: 'k', VersionId}).promise()).Body.toString(), '1');
  assert.deepEqual((await s3.getObjectTagging({Bucket, Key: 'k', VersionId}).promise()).TagSet, [{Key: 'a', Value: '1'}]);
  const {Versions, DeleteMarkers} = await s3.listObjectVersions({Bucket}).promise();
  const Objects = [...Versions, ...DeleteMarkers].map(({Key, VersionId: id}) => ({Key, VersionId: id}));
  assert.equal((await s3.deleteObjects({Bucket, Delete: {Objects}}).promise()).Deleted.length, 3);
  await s3.deleteBucket({Bucket}).promise();
  await s3.waitFor('bucketNotExists', {Bucket}).promise();
});

test('pages of keys, and waiters', async () => {
  const Bucket = await bucket();
  for (let number = 0; number < 5; number += 1) await s3.putObject({Bucket, Key: `k${number}`, Body: ''}).promise();
  const {found, count} = await pages(s3.listObjectsV2({Bucket, MaxKeys: 2}), 'Contents');
  assert.deepEqual([count, found.map(({Key}) => Key)], [3, ['k0', 'k1', 'k2', 'k3', 'k4']]);
  assert.equal((await pages(s3.listObjects({Bucket, MaxKeys: 2}), 'Contents')).found.length, 5);
  await s3.waitFor('objectExists', {Bucket, Key: 'k1'}).promise();
  await s3.waitFor('objectNotExists', {Bucket, Key: 'none'}).promise();
  await refused('NoSuchBucket', s3.listObjectsV2({Bucket: `${Bucket}-none`}));
});

test('buckets before the host', async () => {
  const Bucket = await bucket();
  const before = new AWS.S3({
    endpoint: NAMED_ENDPOINT, signatureVersion: 'v4', httpOptions: {agent: namedAgent()},
  });
  const put = before.putObject({Bucket, Key: 'a/b c', Body: 'before'});
  await put.promise();
  assert.equal(put.httpRequest.endpoint.hostname, `${Bucket}.localhost`);
  assert.equal((await s3.getObject({Bucket, Key: 'a/b c'}).promise()).Body.toString(), 'before');
});
