// Every paginator and waiter that the SDK for JavaScript v3 has for what is simulated: two entries in pages of one, and
// no waiter that has to wait.

import assert from 'node:assert/strict';
import {test} from 'node:test';
import * as logs from '@aws-sdk/client-cloudwatch-logs';
import * as dynamodb from '@aws-sdk/client-dynamodb';
import * as iam from '@aws-sdk/client-iam';
import * as lambda from '@aws-sdk/client-lambda';
import * as s3 from '@aws-sdk/client-s3';
import {EMPTY_ZIP, ENDPOINT, TRUST_LAMBDA, caller, fresh} from './support.mjs';

// At the last page S3 gives a marker at which this one begins again, on AWS as well; s3.test.mjs reads its pages.
const ENDLESS = ['paginateListParts'];
// These have no size that could be asked for.
const UNDIVIDED = ['paginateListTagsOfResource'];
const name = fresh();
const TWO = ['1', '2'];
const PolicyDocument = JSON.stringify({Version: '2012-10-17', Statement: [{Effect: 'Deny', Action: '*', Resource: '*'}]});
const Code = {ZipFile: EMPTY_ZIP};
const prefixed = {PathPrefix: `/${name}/`};
const arn = (rest) => `arn:aws:${rest}`;

const SERVICES = {
  s3: {
    module: s3,
    client: new s3.S3Client({forcePathStyle: true}),
    waiters: {BucketNotExists: {Bucket: `${name}-none`}, BucketExists: {Bucket: name},
      ObjectExists: {Bucket: name, Key: '1'}, ObjectNotExists: {Bucket: name, Key: 'none'}},
    pages: {ListBuckets: {Prefix: name}, ListMultipartUploads: {Bucket: name}, ListObjectsV2: {Bucket: name},
      ListObjectVersions: {Bucket: name}, ListParts: null},
    async make(call) {
      for (const more of TWO) {
        await call('CreateBucket', {Bucket: more === '1' ? name : `${name}-2`});
        await call('PutObject', {Bucket: name, Key: more, Body: 'x'});
        await call('CreateMultipartUpload', {Bucket: name, Key: more});
      }
    },
  },
  dynamodb: {
    module: dynamodb,
    client: new dynamodb.DynamoDBClient(),
    waiters: {TableExists: {TableName: `${name}1`}, TableNotExists: {TableName: `${name}-none`}},
    pages: {ListTables: {}, Scan: {TableName: `${name}1`}, ListTagsOfResource: {
      ResourceArn: arn(`dynamodb:us-east-1:123456789012:table/${name}1`),
    }, Query: {TableName: `${name}1`, KeyConditionExpression: 'a = :a', ExpressionAttributeValues: {':a': {S: 'a'}}}},
    async make(call) {
      for (const more of TWO) {
        await call('CreateTable', {
          TableName: name + more, BillingMode: 'PAY_PER_REQUEST', Tags: TWO.map((Key) => ({Key, Value: ''})),
          KeySchema: [{AttributeName: 'a', KeyType: 'HASH'}, {AttributeName: 'b', KeyType: 'RANGE'}],
          AttributeDefinitions: ['a', 'b'].map((AttributeName) => ({AttributeName, AttributeType: 'S'})),
        });
        await dynamodb.waitUntilTableExists({client: this.client, maxWaitTime: 60}, {TableName: name + more});
      }
      for (const S of TWO) await call('PutItem', {TableName: `${name}1`, Item: {a: {S: 'a'}, b: {S}}});
    },
  },
  iam: {
    module: iam,
    client: new iam.IAMClient(),
    waiters: {RoleExists: {RoleName: `${name}1`}, UserExists: {UserName: `${name}1`},
      PolicyExists: {PolicyArn: arn(`iam::123456789012:policy/${name}/${name}1`)}},
    pages: {ListRoles: prefixed, ListUsers: prefixed, ListPolicies: prefixed, ListAccessKeys: {UserName: `${name}1`},
      ListRolePolicies: {RoleName: `${name}1`}, ListAttachedRolePolicies: {RoleName: `${name}1`},
      ListInstanceProfilesForRole: null,
      ListAttachedUserPolicies: {UserName: `${name}1`},
      SimulateCustomPolicy: {PolicyInputList: [PolicyDocument], ActionNames: ['s3:GetObject', 's3:PutObject']},
      SimulatePrincipalPolicy: {ActionNames: ['s3:GetObject', 's3:PutObject'],
        PolicySourceArn: arn(`iam::123456789012:role/${name}/${name}1`)}},
    async make(call) {
      const Path = `/${name}/`;
      const [first] = TWO.map((more) => ({RoleName: name + more, UserName: name + more}));
      for (const more of TWO) {
        await call('CreateRole', {Path, RoleName: name + more, AssumeRolePolicyDocument: TRUST_LAMBDA});
        await call('CreateUser', {Path, UserName: name + more});
        const {Policy} = await call('CreatePolicy', {Path, PolicyName: name + more, PolicyDocument});
        await call('AttachRolePolicy', {RoleName: first.RoleName, PolicyArn: Policy.Arn});
        await call('AttachUserPolicy', {UserName: first.UserName, PolicyArn: Policy.Arn});
        await call('PutRolePolicy', {RoleName: first.RoleName, PolicyName: more, PolicyDocument});
        await call('CreateAccessKey', {UserName: first.UserName});
      }
    },
  },
  lambda: {
    module: lambda,
    client: new lambda.LambdaClient(),
    waiters: Object.fromEntries(['FunctionExists', 'FunctionActive', 'FunctionActiveV2', 'FunctionUpdated',
      'FunctionUpdatedV2', 'PublishedVersionActive'].map((waiter) => [waiter, {FunctionName: `${name}1`}])),
    pages: {ListFunctions: {}, ListLayers: {}, ListLayerVersions: {LayerName: `${name}1`},
      ...Object.fromEntries(['ListAliases', 'ListVersionsByFunction', 'ListEventSourceMappings',
        'ListFunctionEventInvokeConfigs', 'ListFunctionUrlConfigs'].map((page) => [page, {FunctionName: `${name}1`}]))},
    async make(call) {
      const Role = arn(`iam::123456789012:role/${name}/${name}1`);
      const FunctionName = `${name}1`;
      for (const more of TWO) {
        await call('CreateFunction', {
          FunctionName: name + more, Runtime: 'nodejs24.x', Handler: 'i.h', Role, Code,
        });
        await call('CreateAlias', {FunctionName, Name: `a${more}`, FunctionVersion: '$LATEST'});
        const EventSourceArn = arn(`sqs:us-east-1:123456789012:${name}${more}`);
        await call('CreateEventSourceMapping', {FunctionName, EventSourceArn});
        for (const LayerName of [name, FunctionName]) await call('PublishLayerVersion', {LayerName, Content: Code});
      }
      await call('PublishVersion', {FunctionName});
    },
  },
  logs: {
    module: logs,
    client: new logs.CloudWatchLogsClient(),
    waiters: {},
    pages: {DescribeLogGroups: {logGroupNamePrefix: name}, DescribeLogStreams: {logGroupName: `${name}1`},
      FilterLogEvents: {logGroupName: `${name}1`}, GetLogEvents: null},
    async make(call) {
      const logGroupName = `${name}1`;
      for (const more of TWO) {
        await call('CreateLogGroup', {logGroupName: name + more});
        await call('CreateLogStream', {logGroupName, logStreamName: more});
      }
      const logEvents = TWO.map((message) => ({timestamp: Date.now(), message}));
      await call('PutLogEvents', {logGroupName, logStreamName: '1', logEvents});
    },
  },
};

const told = await (await fetch(`${ENDPOINT}/_coldstart/coverage`)).json();

for (const [service, {module, client, waiters, pages, make}] of Object.entries(SERVICES)) {
  const {simulated} = told.services.find((held) => held.service === service);

  test(`every paginator of ${service}`, async () => {
    await make.call({client}, caller(client, module));
    for (const paginate of Object.keys(module).filter((held) => held.startsWith('paginate'))) {
      const operation = paginate.slice('paginate'.length);
      if (!simulated.includes(operation) || ENDLESS.includes(paginate)) continue;
      assert.ok(operation in pages, `${paginate} is not tried`);
      if (!pages[operation]) continue;
      let [count, entries] = [0, 0];
      const undivided = UNDIVIDED.includes(paginate);
      // The SDK writes its markers into the input that it is given.
      const input = {...pages[operation]};
      for await (const page of module[paginate]({client, ...(undivided ? {} : {pageSize: 1})}, input)) {
        count += 1;
        entries += Object.values(page).find(Array.isArray)?.length ?? 0;
      }
      assert.ok(entries >= 2 && count >= (undivided ? 1 : 2), `${paginate}: ${entries} entries in ${count} pages`);
    }
  });

  test(`every waiter of ${service}`, async () => {
    for (const wait of Object.keys(module).filter((held) => held.startsWith('waitUntil'))) {
      const waiter = wait.slice('waitUntil'.length);
      if (service === 'dynamodb' && !(waiter in waiters)) continue; // exports, imports: not simulated
      if (service === 'iam' && waiter === 'InstanceProfileExists') continue;
      assert.ok(waiter in waiters, `${wait} is not tried`);
      const began = Date.now();
      const {state} = await module[wait]({client, maxWaitTime: 60}, waiters[waiter]);
      assert.equal(state, 'SUCCESS');
      assert.ok(Date.now() - began < 1_500, `${wait} had to wait`);
    }
  });
}
