// A learner builds a REST API in the inspector, forgets to deploy, takes a permission away, and reads why it failed.

import { expect, test } from './support.mjs';
import { ask, makeFunction, makeRole } from './functions.mjs';
import { ApiPage } from './pages/api.mjs';
import { BenchPage } from './pages/bench.mjs';
import { Cloud } from './pages/cloud.mjs';
import { LessonPage } from './pages/lesson.mjs';

const HELLO = `export const handler = async (event) => ({ statusCode: 200, body: JSON.stringify({ path: event.path }) });\n`;

/** A lesson's page with a function of the learner's own, at rest. */
async function withFunction(page) {
  const lesson = new LessonPage(page);
  await lesson.open();
  const role = await makeRole(page, 'hello-role');
  await makeFunction(page, 'hello', { files: { 'index.mjs': HELLO }, runtime: 'nodejs24.x', handler: 'index.handler', role });
  return lesson;
}

test('an API is built, deployed, called, changed, broken and mended', async ({ page, complaints }) => {
  const lesson = await withFunction(page);
  const api = new ApiPage(page);
  const cloud = new Cloud(page);

  await api.create('UserAPI');
  await expect(lesson.node('UserAPI')).toContainText('Not deployed yet');
  await expect(api.standing).toContainText('Not deployed yet');

  await api.addRoute('GET', '/users', 'hello');
  await expect(api.route('/users', 'GET')).toContainText('hello');
  await expect(api.route('/users', 'GET')).not.toContainText('not permitted');
  await api.deploy();
  await expect(api.standing).toContainText('Deployed');
  const address = await api.address();
  expect(address).toMatch(/^https:\/\/[a-z0-9]{10}\.execute-api\.us-east-1\.amazonaws\.com\/prod$/);
  expect(await cloud.send(`${address}/users`)).toEqual({ status: 200, text: '{"path":"/users"}' });

  await api.open('UserAPI');
  await api.addRoute('GET', '/users/{id}', 'hello');
  await expect(api.standing).toContainText('Changed, not deployed');
  await expect(api.standing).toContainText('GET /users/{id} is new');
  expect(await cloud.send(`${address}/users/1`)).toEqual({ status: 403, text: '{"message":"Missing Authentication Token"}' });
  await api.open('UserAPI');
  await api.deploy();
  await expect(api.standing).not.toContainText('Changed');
  expect((await cloud.send(`${address}/users/1`)).status).toBe(200);

  await api.open('UserAPI');
  await api.route('/users', 'GET').click();
  await api.panel.getByRole('button', { name: 'Take the permission away' }).click();
  await expect(api.route('/users', 'GET')).toContainText('not permitted');
  expect((await cloud.send(`${address}/users`)).status).toBe(500);
  expect((await cloud.send(`${address}/users/1`)).status, 'the other route has its own').toBe(200);
  await lesson.rest();
  await expect(lesson.failure('UserAPI')).toHaveCount(0);
  await api.openCall(/GET/, 1);
  const steps = lesson.part('Now').getByRole('list', { name: 'How the API handled it' });
  await expect(steps.getByRole('listitem').first()).toContainText('route');
  await expect(steps.getByRole('listitem').last()).toContainText('may not invoke');

  await api.open('UserAPI');
  await api.route('/users', 'GET').click();
  await api.panel.getByRole('button', { name: 'Let the API invoke it' }).click();
  await expect(api.route('/users', 'GET')).not.toContainText('not permitted');
  expect((await cloud.send(`${address}/users`)).status).toBe(200);
  expect(complaints).toEqual([]);
});

test('a route whose integration names a role is not judged by the policy of its function', async ({ page, complaints }) => {
  const lesson = await withFunction(page);
  const api = new ApiPage(page);
  const bench = new BenchPage(page, 'hello');
  const role = await makeRole(page, 'caller', ['lambda:InvokeFunction'], 'apigateway.amazonaws.com');
  const fn = 'arn:aws:lambda:us-east-1:123456789012:function:hello';
  const definition = {
    openapi: '3.0.1',
    info: { title: 'Imported', version: '1' },
    paths: { '/users': { get: { 'x-amazon-apigateway-integration': {
      type: 'aws_proxy', httpMethod: 'POST', credentials: role,
      uri: `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${fn}/invocations`,
    } } } },
  };
  const imported = await ask(page, 'POST', 'https://apigateway.us-east-1.amazonaws.com/restapis?mode=import', {
    body: JSON.stringify(definition), headers: { 'content-type': 'application/json' },
  });
  expect(imported.status).toBe(201);

  await api.open('Imported');
  await expect(api.route('/users', 'GET')).toContainText('hello');
  await expect(api.route('/users', 'GET')).not.toContainText('not permitted');
  await api.route('/users', 'GET').click();
  await expect(api.panel).toContainText('The API invokes hello with the role caller');
  await api.deploy();
  await expect(api.standing).toContainText('Deployed');
  const address = await api.address();
  expect((await new Cloud(page).send(`${address}/users`)).status, 'the role may').toBe(200);
  await lesson.rest();

  await bench.open(lesson);
  await bench.part('Triggers');
  const trigger = bench.bench.getByRole('tabpanel', { name: 'Triggers' }).getByRole('listitem').filter({ hasText: 'Imported' });
  await expect(trigger).toContainText('By its own rules');
  expect(complaints).toEqual([]);
});

test('what AWS refuses is told in its words, and what cannot be a path before it is sent', async ({ page, complaints }) => {
  await withFunction(page);
  const api = new ApiPage(page);
  await api.create('UserAPI');
  await api.beginRoute('GET', 'users', 'hello');
  await expect(api.panel).toContainText('A path starts with a slash: /users');
  await api.path.fill('/{proxy+}/users');
  await expect(api.panel).toContainText('{proxy+} takes all that follows');
  await api.path.fill('/users/{id}');
  await api.panel.getByRole('button', { name: 'Add GET /users/{id}' }).click();
  await expect(api.route('/users/{id}', 'GET')).toBeVisible();
  await api.beginRoute('GET', '/users/{name}', 'hello');
  await api.panel.getByRole('button', { name: 'Add GET /users/{name}' }).click();
  await expect(api.panel).toContainText('A sibling ({id}) of this resource already has a variable path part -- only one is allowed');
  expect(complaints).toEqual([]);
});

test('a key opens a route that asks for one; a stage is pointed back at an older deployment', async ({ page, complaints }) => {
  await withFunction(page);
  const api = new ApiPage(page);
  const cloud = new Cloud(page);
  await api.create('UserAPI');
  await api.addRoute('GET', '/users', 'hello');
  await api.deploy();
  await expect(api.standing).toContainText('Callers get what is set up here');
  const address = await api.address();

  await api.route('/users', 'GET').click();
  await api.panel.getByLabel('A caller needs an API key').check();
  await api.panel.getByRole('button', { name: 'Send UpdateMethod' }).click();
  await expect(api.standing).toContainText('GET /users has other settings');
  await api.deploy();
  await expect(api.standing).not.toContainText('Changed');
  expect((await cloud.send(`${address}/users`)).status, 'without a key').toBe(403);

  await api.open('UserAPI');
  await api.tab('Keys');
  await api.panel.getByRole('button', { name: 'Create a key' }).click();
  await api.panel.getByRole('button', { name: 'Create the key' }).click();
  const key = api.panel.getByRole('listitem').filter({ hasText: 'first-customer' });
  await expect(key).toContainText('plan-prod');
  await key.getByRole('button', { name: 'Show' }).click();
  const value = await key.locator('.keys__value .mono').innerText();
  expect((await cloud.send(`${address}/users`, { headers: { 'x-api-key': value } })).status).toBe(200);

  await api.open('UserAPI');
  await api.tab('Stages');
  await api.panel.getByRole('button', { name: 'Point prod here' }).click();
  await expect(api.panel.getByRole('button', { name: 'Point prod here' })).toHaveCount(1);
  expect((await cloud.send(`${address}/users`)).status, 'as it was first deployed').toBe(200);
  expect(complaints).toEqual([]);
});
