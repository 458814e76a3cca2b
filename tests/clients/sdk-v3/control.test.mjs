// Lambda's control plane, IAM, STS and CloudWatch Logs by the SDK for JavaScript v3.

import assert from 'node:assert/strict';
import {test} from 'node:test';
import * as logsCommands from '@aws-sdk/client-cloudwatch-logs';
import * as iamCommands from '@aws-sdk/client-iam';
import * as lambdaCommands from '@aws-sdk/client-lambda';
import * as stsCommands from '@aws-sdk/client-sts';
import {EMPTY_ZIP, TRUST_LAMBDA, all, caller, fresh, refused} from './support.mjs';

const lambda = new lambdaCommands.LambdaClient();
const iam = new iamCommands.IAMClient();
const logs = new logsCommands.CloudWatchLogsClient();
const functions = caller(lambda, lambdaCommands);
const identity = caller(iam, iamCommands);
const log = caller(logs, logsCommands);
const token = caller(new stsCommands.STSClient(), stsCommands);
const Code = {ZipFile: EMPTY_ZIP};
const PolicyDocument = JSON.stringify({
  Version: '2012-10-17', Statement: [{Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::photos/*'}],
});

async function role() {
  const RoleName = fresh();
  const {Role} = await identity('CreateRole', {RoleName, AssumeRolePolicyDocument: TRUST_LAMBDA});
  await iamCommands.waitUntilRoleExists({client: iam, maxWaitTime: 60}, {RoleName});
  return Role;
}

async function made(Runtime = 'nodejs22.x') {
  const FunctionName = fresh();
  const {Arn} = await role();
  await functions('CreateFunction', {FunctionName, Runtime, Role: Arn, Handler: 'index.handler', Code});
  await lambdaCommands.waitUntilFunctionActiveV2({client: lambda, maxWaitTime: 60}, {FunctionName});
  return FunctionName;
}

test('a function is made, changed, published and deleted', async () => {
  const FunctionName = await made();
  await functions('UpdateFunctionConfiguration', {FunctionName, MemorySize: 512, Environment: {Variables: {LEVEL: '1'}}});
  await lambdaCommands.waitUntilFunctionUpdatedV2({client: lambda, maxWaitTime: 60}, {FunctionName});
  const {Version} = await functions('PublishVersion', {FunctionName});
  await lambdaCommands.waitUntilPublishedVersionActive({client: lambda, maxWaitTime: 60}, {FunctionName, Qualifier: Version});
  await functions('CreateAlias', {FunctionName, Name: 'live', FunctionVersion: Version});
  const {Configuration} = await functions('GetFunction', {FunctionName, Qualifier: 'live'});
  assert.deepEqual([Configuration.MemorySize, Configuration.Version], [512, '1']);
  const versions = await all(lambdaCommands.paginateListVersionsByFunction({client: lambda, pageSize: 1}, {FunctionName}), 'Versions');
  assert.deepEqual([versions.pages, versions.found.length], [2, 2]);
  const conflict = await refused('ResourceConflictException',
    functions('CreateAlias', {FunctionName, Name: 'live', FunctionVersion: Version}));
  assert.ok(conflict instanceof lambdaCommands.ResourceConflictException);
  await functions('DeleteFunction', {FunctionName});
  await refused('ResourceNotFoundException', functions('GetFunction', {FunctionName}));
});

test('a function is called, and its answer decoded', async () => {
  const FunctionName = await made('provided.al2023');
  const told = await functions('Invoke', {FunctionName, Payload: JSON.stringify({a: 1})});
  // It has no program, which Lambda says only when it is called.
  assert.equal(told.FunctionError, 'Unhandled');
  assert.equal(JSON.parse(told.Payload.transformToString()).errorType, 'Runtime.ExitError');
  const event = await functions('Invoke', {FunctionName, InvocationType: 'Event', Payload: '{}'});
  assert.equal(event.StatusCode, 202);
  await refused('InvalidRequestContentException', functions('Invoke', {FunctionName, Payload: '{'}));
});

test('roles, users and policies', async () => {
  const {RoleName, Arn} = await role();
  await identity('PutRolePolicy', {RoleName, PolicyName: 'inline', PolicyDocument});
  const inline = await identity('GetRolePolicy', {RoleName, PolicyName: 'inline'});
  assert.equal(decodeURIComponent(inline.PolicyDocument), PolicyDocument);
  const {Policy} = await identity('CreatePolicy', {PolicyName: fresh(), PolicyDocument});
  await iamCommands.waitUntilPolicyExists({client: iam, maxWaitTime: 60}, {PolicyArn: Policy.Arn});
  await identity('AttachRolePolicy', {RoleName, PolicyArn: Policy.Arn});
  const attached = await all(iamCommands.paginateListAttachedRolePolicies({client: iam}, {RoleName}), 'AttachedPolicies');
  assert.deepEqual(attached.found.map(({PolicyArn}) => PolicyArn), [Policy.Arn]);
  const {EvaluationResults} = await identity('SimulatePrincipalPolicy', {
    PolicySourceArn: Arn, ActionNames: ['s3:GetObject', 's3:PutObject'], ResourceArns: ['arn:aws:s3:::photos/a'],
  });
  assert.deepEqual(EvaluationResults.map(({EvalDecision}) => EvalDecision), ['allowed', 'implicitDeny']);
  const conflict = await refused('DeleteConflictException', identity('DeleteRole', {RoleName}));
  assert.ok(conflict instanceof iamCommands.DeleteConflictException);
  await refused('NoSuchEntityException', identity('GetRole', {RoleName: 'none'}));
  const UserName = fresh();
  await identity('CreateUser', {UserName});
  await iamCommands.waitUntilUserExists({client: iam, maxWaitTime: 60}, {UserName});
  const {AccessKey} = await identity('CreateAccessKey', {UserName});
  assert.ok(AccessKey.AccessKeyId.startsWith('AKIA') && AccessKey.SecretAccessKey);
});

test('who one is', async () => {
  const {Account, Arn} = await token('GetCallerIdentity');
  assert.equal(Arn, `arn:aws:iam::${Account}:root`);
  const {Credentials} = await token('GetSessionToken', {DurationSeconds: 900});
  assert.ok(Credentials.Expiration instanceof Date && Credentials.SessionToken);
  const credentials = {accessKeyId: 'test', secretAccessKey: 'guess'};
  const wrong = caller(new stsCommands.STSClient({credentials}), stsCommands);
  await refused('SignatureDoesNotMatch', wrong('GetCallerIdentity'));
});

test('log events are written, read and filtered', async () => {
  const logGroupName = fresh();
  const at = {logGroupName, logStreamName: 's'};
  await log('CreateLogGroup', {logGroupName});
  await log('CreateLogStream', at);
  const now = Date.now();
  const logEvents = ['one', 'two ERROR', 'three'].map((message, index) => ({timestamp: now + index, message}));
  await log('PutLogEvents', {...at, logEvents});
  const {events} = await log('GetLogEvents', {...at, startFromHead: true});
  assert.deepEqual(events.map(({message}) => message), ['one', 'two ERROR', 'three']);
  const found = await all(logsCommands.paginateFilterLogEvents({client: logs, pageSize: 1}, {
    logGroupName, filterPattern: 'ERROR',
  }), 'events');
  assert.deepEqual(found.found.map(({message}) => message), ['two ERROR']);
  const exists = await refused('ResourceAlreadyExistsException', log('CreateLogGroup', {logGroupName}));
  assert.ok(exists instanceof logsCommands.ResourceAlreadyExistsException);
  await log('PutRetentionPolicy', {logGroupName, retentionInDays: 1});
  await log('DeleteLogGroup', {logGroupName});
});
