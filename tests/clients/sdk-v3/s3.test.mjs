// S3 by the SDK for JavaScript v3 with its default settings, which add a checksum to each body and read those that come.

import assert from 'node:assert/strict';
import {createHash} from 'node:crypto';
import {PassThrough, Readable} from 'node:stream';
import {test} from 'node:test';
import {setTimeout} from 'node:timers/promises';
import * as commands from '@aws-sdk/client-s3';
import {Upload} from '@aws-sdk/lib-storage';
import {getSignedUrl} from '@aws-sdk/s3-request-presigner';
import {ENDPOINT, NAMED_ENDPOINT, all, caller, fresh, namedAgent, refused} from './support.mjs';

const MIB = 1024 * 1024;
const LARGE = Buffer.alloc(12 * MIB, createHash('sha512').update('large').digest());

// As users write for an endpoint that is an address: AWS itself has buckets before the host.
const s3 = new commands.S3Client({forcePathStyle: true});
const call = caller(s3, commands);

async function bucket(versioned = false) {
  const Bucket = fresh();
  await call('CreateBucket', {Bucket});
  await commands.waitUntilBucketExists({client: s3, maxWaitTime: 60}, {Bucket});
  if (versioned) await call('PutBucketVersioning', {Bucket, VersioningConfiguration: {Status: 'Enabled'}});
  return Bucket;
}

const text = async (answer) => answer.Body.transformToString();

test('twelve megabytes go up in parts, from a stream, and come down whole', async () => {
  const Bucket = await bucket();
  const Body = new PassThrough();
  Readable.from([LARGE.subarray(0, 7 * MIB), LARGE.subarray(7 * MIB)]).pipe(Body);
  const upload = new Upload({client: s3, params: {Bucket, Key: 'large', Body, Metadata: {a: '1'}}});
  let seen = 0;
  upload.on('httpUploadProgress', ({loaded}) => (seen = loaded));
  const {ETag} = await upload.done();
  assert.equal(seen, LARGE.length);
  assert.match(ETag, /-3"$/);
  const head = await call('HeadObject', {Bucket, Key: 'large', PartNumber: 1});
  assert.deepEqual([head.PartsCount, head.ContentLength, head.Metadata], [3, 5 * MIB, {a: '1'}]);
  const got = await call('GetObject', {Bucket, Key: 'large'});
  const chunks = [];
  for await (const chunk of got.Body) chunks.push(chunk);
  assert.ok(Buffer.concat(chunks).equals(LARGE));
});

test('an upload that is aborted leaves nothing', async () => {
  const Bucket = await bucket();
  const upload = new Upload({client: s3, queueSize: 1, params: {Bucket, Key: 'k', Body: LARGE}});
  upload.once('httpUploadProgress', () => upload.abort());
  await refused('AbortError', upload.done());
  // The SDK clears up behind the back of the one who waits for it.
  for (let tries = 0; (await call('ListMultipartUploads', {Bucket})).Uploads; tries += 1) {
    assert.ok(tries < 50, 'the upload is still there');
    await setTimeout(50);
  }
  await refused('NotFound', call('HeadObject', {Bucket, Key: 'k'}));
});

test('parts are put together by hand', async () => {
  const Bucket = await bucket();
  const at = {Bucket, Key: 'k'};
  const {UploadId} = await call('CreateMultipartUpload', {...at, ChecksumAlgorithm: 'SHA256'});
  const Parts = [];
  for (const [PartNumber, Body] of [[1, LARGE.subarray(0, 5 * MIB)], [2, Buffer.from('end')]]) {
    const {ETag, ChecksumSHA256} = await call('UploadPart', {
      ...at, UploadId, PartNumber, Body, ChecksumAlgorithm: 'SHA256',
    });
    Parts.push({ETag, ChecksumSHA256, PartNumber});
  }
  const sizes = [];
  for await (const page of commands.paginateListParts({client: s3, pageSize: 1}, {...at, UploadId})) {
    sizes.push(page.Parts.map((part) => part.Size));
    // S3 gives a marker with the last page too, at which this paginator of the SDK begins again; on AWS as well.
    if (!page.IsTruncated) break;
  }
  assert.deepEqual(sizes, [[5 * MIB], [3]]);
  await refused('InvalidPart', call('CompleteMultipartUpload', {
    ...at, UploadId, MultipartUpload: {Parts: [{...Parts[0], ETag: '"0"'}]},
  }));
  const done = await call('CompleteMultipartUpload', {...at, UploadId, MultipartUpload: {Parts}});
  assert.match(done.ChecksumSHA256, /-2$/);
  await refused('NoSuchUpload', call('ListParts', {...at, UploadId}));
});

test('a stream of a known length goes up in chunks with a trailer', async () => {
  const Bucket = await bucket();
  const body = LARGE.subarray(0, 200_000);
  const Body = Readable.from([body.subarray(0, 70_001), body.subarray(70_001)]);
  // The SDK cannot know a stream's checksum before it is sent: it encodes it as aws-chunked, and sends it after.
  let encoding;
  const watched = new commands.S3Client({forcePathStyle: true});
  watched.middlewareStack.add((next) => (args) => {
    encoding = args.request.headers['content-encoding'];
    return next(args);
  }, {step: 'deserialize', priority: 'low'});
  const put = await watched.send(new commands.PutObjectCommand({Bucket, Key: 'k', Body, ContentLength: body.length}));
  assert.equal(encoding, 'aws-chunked');
  assert.ok(put.ChecksumCRC32);
  const got = await call('GetObject', {Bucket, Key: 'k', ChecksumMode: 'ENABLED'});
  assert.equal(got.ContentEncoding, undefined);
  assert.ok(Buffer.from(await got.Body.transformToByteArray()).equals(body));
});

test('the server is asked before a large body is sent', async () => {
  const Bucket = await bucket();
  const waiting = new commands.S3Client({forcePathStyle: true, expectContinueHeader: 1});
  let expect;
  waiting.middlewareStack.add((next) => (args) => {
    expect = args.request.headers.Expect ?? args.request.headers.expect;
    return next(args);
  }, {step: 'deserialize', priority: 'low'});
  await waiting.send(new commands.PutObjectCommand({Bucket, Key: 'k', Body: LARGE.subarray(0, 3 * MIB)}));
  assert.equal(expect, '100-continue');
  assert.equal((await call('HeadObject', {Bucket, Key: 'k'})).ContentLength, 3 * MIB);
});

for (const ChecksumAlgorithm of ['CRC32', 'CRC32C', 'SHA1', 'SHA256', 'CRC64NVME']) {
  test(`checksums by ${ChecksumAlgorithm}`, async () => {
    const Bucket = await bucket();
    const field = `Checksum${ChecksumAlgorithm}`;
    const put = await call('PutObject', {Bucket, Key: 'k', Body: 'body', ChecksumAlgorithm});
    const got = await call('GetObject', {Bucket, Key: 'k', ChecksumMode: 'ENABLED'});
    assert.equal(await text(got), 'body');
    assert.equal(got[field], put[field]);
    await refused('BadDigest', call('PutObject', {Bucket, Key: 'k', Body: 'other', [field]: put[field]}));
  });
}

test('presigned addresses work for whoever has them', async () => {
  const Bucket = await bucket();
  const at = {Bucket, Key: 'a b+ü.txt'};
  const put = await getSignedUrl(s3, new commands.PutObjectCommand({...at, ContentType: 'text/x-a'}), {expiresIn: 60});
  assert.equal((await fetch(put, {method: 'PUT', body: 'put', headers: {'content-type': 'text/x-a'}})).status, 200);
  const get = await getSignedUrl(s3, new commands.GetObjectCommand(at), {expiresIn: 60});
  const got = await fetch(get);
  assert.deepEqual([got.status, await got.text(), got.headers.get('content-type')], [200, 'put', 'text/x-a']);
  assert.equal((await fetch(get.replace('a%20b', 'a%20c'))).status, 403);
  assert.equal((await fetch(get, {method: 'PUT', body: 'x'})).status, 403);
});

test('conditional writes and reads', async () => {
  const at = {Bucket: await bucket(), Key: 'k'};
  const {ETag} = await call('PutObject', {...at, Body: '1', IfNoneMatch: '*'});
  await refused('PreconditionFailed', call('PutObject', {...at, Body: '2', IfNoneMatch: '*'}));
  await refused('PreconditionFailed', call('PutObject', {...at, Body: '2', IfMatch: '"other"'}));
  await call('PutObject', {...at, Body: '2', IfMatch: ETag});
  // An answer without a body has no code, for which the SDK has no name.
  const error = await refused('Unknown', call('GetObject', {...at, IfNoneMatch: (await call('HeadObject', at)).ETag}));
  assert.equal(error.$metadata.httpStatusCode, 304);
  const part = await call('GetObject', {...at, Range: 'bytes=0-0'});
  assert.deepEqual([await text(part), part.ContentRange], ['2', 'bytes 0-0/1']);
});

test('versions, delete markers and tags', async () => {
  const at = {Bucket: await bucket(true), Key: 'k'};
  const first = await call('PutObject', {...at, Body: '1', Tagging: 'a=1'});
  await call('PutObject', {...at, Body: '2'});
  const marker = await call('DeleteObject', at);
  assert.equal(marker.DeleteMarker, true);
  await refused('NoSuchKey', call('GetObject', at));
  assert.equal(await text(await call('GetObject', {...at, VersionId: first.VersionId})), '1');
  const tags = await call('GetObjectTagging', {...at, VersionId: first.VersionId});
  assert.deepEqual(tags.TagSet, [{Key: 'a', Value: '1'}]);
  const {Versions, DeleteMarkers} = await call('ListObjectVersions', {Bucket: at.Bucket});
  assert.deepEqual([Versions.length, DeleteMarkers.length], [2, 1]);
  const Objects = [...Versions, ...DeleteMarkers].map(({Key, VersionId}) => ({Key, VersionId}));
  const {Deleted} = await call('DeleteObjects', {Bucket: at.Bucket, Delete: {Objects}});
  assert.equal(Deleted.length, 3);
  await call('DeleteBucket', {Bucket: at.Bucket});
  await commands.waitUntilBucketNotExists({client: s3, maxWaitTime: 60}, {Bucket: at.Bucket});
});

test('pages of keys', async () => {
  const Bucket = await bucket();
  const keys = Array.from({length: 25}, (_, at) => `many/${String(at).padStart(3, '0')} ü+&`);
  for (const Key of keys) await call('PutObject', {Bucket, Key, Body: 'x'});
  const listed = await all(commands.paginateListObjectsV2({client: s3, pageSize: 10}, {Bucket}), 'Contents');
  assert.deepEqual([listed.pages, listed.found.map(({Key}) => Key)], [3, keys]);
  const folders = await call('ListObjectsV2', {Bucket, Delimiter: '/'});
  assert.deepEqual(folders.CommonPrefixes, [{Prefix: 'many/'}]);
  const {found} = await all(commands.paginateListBuckets({client: s3, pageSize: 2}, {Prefix: 'fresh-'}), 'Buckets');
  assert.ok(found.some(({Name}) => Name === Bucket));
});

test('waiters for objects', async () => {
  const at = {Bucket: await bucket(), Key: 'k'};
  await commands.waitUntilObjectNotExists({client: s3, maxWaitTime: 60}, at);
  await call('PutObject', {...at, Body: 'x'});
  await commands.waitUntilObjectExists({client: s3, maxWaitTime: 60}, at);
});

test('errors are typed', async () => {
  const Bucket = await bucket();
  const none = await refused('NoSuchKey', call('GetObject', {Bucket, Key: 'none'}));
  assert.ok(none instanceof commands.NoSuchKey);
  assert.ok(none.$metadata.requestId && none.$metadata.extendedRequestId);
  await refused('NoSuchBucket', call('ListObjectsV2', {Bucket: `${Bucket}-none`}));
  const head = await refused('NotFound', call('HeadObject', {Bucket, Key: 'none'}));
  assert.ok(head instanceof commands.NotFound);
});

test('copies and preflight', async () => {
  const Bucket = await bucket();
  await call('PutObject', {Bucket, Key: 'from ü', Body: 'body', ContentType: 'text/x-a'});
  await call('CopyObject', {Bucket, Key: 'to', CopySource: `${Bucket}/${encodeURIComponent('from ü')}`});
  assert.equal((await call('HeadObject', {Bucket, Key: 'to'})).ContentType, 'text/x-a');
  const CORSRules = [{AllowedOrigins: ['*'], AllowedMethods: ['PUT'], AllowedHeaders: ['*']}];
  await call('PutBucketCors', {Bucket, CORSConfiguration: {CORSRules}});
  const answer = await fetch(`${ENDPOINT}/${Bucket}/to`, {
    method: 'OPTIONS', headers: {origin: 'https://app.example', 'access-control-request-method': 'PUT'},
  });
  assert.deepEqual([answer.status, answer.headers.get('access-control-allow-origin')], [200, '*']);
});

test('buckets before the host', async () => {
  const Bucket = await bucket();
  const before = new commands.S3Client({endpoint: NAMED_ENDPOINT, requestHandler: {httpAgent: namedAgent()}});
  await before.send(new commands.PutObjectCommand({Bucket, Key: 'a/b c', Body: 'before'}));
  assert.equal(await text(await before.send(new commands.GetObjectCommand({Bucket, Key: 'a/b c'}))), 'before');
  assert.equal(await text(await call('GetObject', {Bucket, Key: 'a/b c'})), 'before');
});
