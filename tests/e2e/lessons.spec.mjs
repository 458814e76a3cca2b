// The lessons about APIs, done from their first step to their last as a learner does them: by the page's own forms, with
// the code that the lesson shows, in both languages.

import { readFileSync } from 'node:fs';
import { expect, started, test } from './support.mjs';
import { AddressBar } from './pages/address.mjs';
import { ApiPage } from './pages/api.mjs';
import { BenchPage } from './pages/bench.mjs';
import { LessonPage } from './pages/lesson.mjs';
import { ReaderPage } from './pages/reader.mjs';
import { TablePage } from './pages/table.mjs';

const LANGUAGES = [
  { name: 'Node.js', folder: 'nodejs', file: 'index.mjs' },
  { name: 'Python', folder: 'python', file: 'index.py' },
];

// What is not there by then does not come.
test.use({ actionTimeout: 15_000 });

/** A learner in front of a lesson. */
class Learner {
  constructor(page, language) {
    this.page = page;
    this.language = language;
    this.lesson = new LessonPage(page);
    this.reader = new ReaderPage(page);
    this.api = new ApiPage(page);
    this.bar = new AddressBar(page);
    this.table = new TablePage(page, 'UsersTable');
  }

  async begin(id) {
    await this.page.goto(`./#/lessons/${id}`);
    await started(this.page);
    if (this.language.name !== 'Node.js') await this.reader.choose(this.language.name);
    await expect(this.lesson.node('UsersTable')).toBeVisible({ timeout: 30_000 });
    await this.lesson.time.getByRole('radio', { name: '5 of real time', exact: true }).check({ force: true });
  }

  async putUser(id, name) {
    await this.table.open(this.lesson);
    await this.table.button('Put an item').first().click();
    await this.table.write(JSON.stringify({ id, name }));
    await this.table.button(/^Send PutItem/).click();
    await expect(this.table.bench).toContainText(`PutItem wrote the item ${id}`);
    await this.table.button('Back to the map').click();
  }

  async deleteUsers(...names) {
    await this.table.open(this.lesson);
    for (const name of names) await this.table.cell(name, 0).click();
    await this.table.button('Delete').click();
    const asks = this.page.getByRole('dialog', { name: `Delete ${names.length} items?` });
    await asks.getByRole('button', { name: 'Delete' }).click();
    await expect(this.table.bench).toContainText(`BatchWriteItem deleted ${names.length} items.`);
    await this.table.button('Back to the map').click();
  }

  async deploy(name, code) {
    const bench = new BenchPage(this.page, name);
    await bench.open(this.lesson);
    await bench.write(this.language.file, code);
    await bench.button(/^Deploy/).click();
    await expect(bench.state).toHaveText('deployed', { timeout: 30_000 });
    await bench.button('Back to the map').click();
  }

  /** Calls the API from the address bar; the answer's status and what it says. */
  async call(method, path, status, body) {
    if (!await this.bar.bar.isVisible()) await this.bar.open();
    if (body !== undefined) {
      await this.bar.method.selectOption(method);
      await this.bar.part('Body');
      await this.bar.bar.getByRole('textbox', { name: 'Body of the request' }).click();
      await this.page.keyboard.press('ControlOrMeta+a');
      await this.page.keyboard.insertText(JSON.stringify(body));
    }
    await this.bar.call(`${this.address}${path}`, method);
    await expect(this.bar.answer).toHaveText(new RegExp(`^${status} `));
  }
}

for (const language of LANGUAGES) {
  test(`GET /users, without a server, in ${language.name}`, async ({ page, outside, complaints }) => {
    test.setTimeout(180_000);
    const learner = new Learner(page, language);
    const { api, lesson, reader } = learner;
    await learner.begin('02-get-users');
    await learner.putUser('1', 'John Doe');
    await reader.next('Put a user in the table');

    await reader.predict('No: a client gets nothing yet');
    await api.create('UserAPI');
    await api.addRoute('GET', '/users', 'get-users');
    await reader.next('Create the API');

    const code = await reader.listing();
    await learner.deploy('get-users', code);
    await reader.next('Write the function');

    await api.open('UserAPI');
    await api.deploy();
    await expect(api.standing).toContainText('Deployed');
    learner.address = await api.address();
    await reader.next('Make it live');

    await reader.predict('get-users, which starts cold');
    await learner.call('GET', '/users', 200);
    await reader.next('Request');
    await reader.predict("The function's own policy");
    await reader.next('Invoke');
    await reader.next('Run');

    await learner.putUser('2', 'Jane Smith');
    await learner.call('GET', '/users', 200);
    await reader.next('Return and respond');

    await reader.predict('200, and an empty list');
    await learner.deleteUsers('John Doe', 'Jane Smith');
    await learner.call('GET', '/users', 200);
    await reader.next('Nobody there');

    await reader.predict('502, Internal server error');
    const broken = code.replace('JSON.stringify(Items)', 'Items').replace('json.dumps(items)', 'items');
    expect(broken).not.toBe(code);
    await learner.deploy('get-users', broken);
    await learner.call('GET', '/users', 502);
    await reader.next('Break the answer');

    await learner.deploy('get-users', code);
    const bench = new BenchPage(page, 'get-users');
    await bench.open(lesson);
    await bench.part('Access');
    await bench.button(/^Take it away: dynamodb:Scan on /).click();
    await expect(bench.bench).toContainText('Write a policy');
    await bench.button('Back to the map').click();
    await learner.call('GET', '/users', 500);
    await reader.next('Break the permission');

    await bench.open(lesson);
    await bench.part('Access');
    await bench.bench.getByText('Write a policy').click();
    await bench.button('Send PutRolePolicy').click();
    await expect(bench.button(/^Take it away: dynamodb:Scan on /)).toBeVisible();
    await bench.button('Back to the map').click();
    await learner.putUser('3', 'Ada Lovelace');
    await learner.call('GET', '/users', 200);
    await reader.next('Mend it');
    await expect(reader.done).toBeVisible();
    await expect(page.getByRole('link', { name: 'Next: A whole API' })).toBeVisible();
    expect(complaints).toEqual([]);
  });

  test(`a whole API, in ${language.name}`, async ({ page, outside, complaints }) => {
    test.setTimeout(180_000);
    const learner = new Learner(page, language);
    const { api, bar, reader } = learner;
    const code = new Code(language);
    await learner.begin('03-a-whole-api');
    await api.open('UserAPI');
    learner.address = await api.address();
    const john = { id: '1', name: 'John Doe' };
    await learner.call('POST', '/users', 201, john);
    await learner.call('GET', '/users/1', 200);
    await reader.next('Create a user');

    await reader.predict('No: 404 for the user, 403 for the path');
    await learner.call('GET', '/users/nobody', 404);
    await learner.call('GET', '/people', 403);
    await reader.next('Ask for nobody');

    await reader.predict('Between the two calls another request may write');
    await learner.call('POST', '/users', 201, { id: '1', name: 'Somebody else' });
    code.take(await reader.listing());
    await learner.deploy('users', code.text);
    await learner.call('POST', '/users', 409, john);
    await reader.next('Two who want the same id');

    await learner.call('POST', '/users', 502, { name: 'Nobody' });
    code.take(await reader.listing());
    code.check();
    await learner.deploy('users', code.text);
    await learner.call('POST', '/users', 400, { name: 'Nobody' });
    await reader.next('What is no user');

    await reader.predict('It may be 204 again: afterwards the user is not there, as was asked');
    await learner.call('PUT', '/users/1', 200, { name: 'John D.' });
    await learner.call('DELETE', '/users/1', 204);
    code.changeOnlyWhatIsThere();
    await learner.deploy('users', code.text);
    await learner.call('PUT', '/users/1', 404, { name: 'John D.' });
    await reader.next('Change, and remove');

    code.take(await reader.listing());
    await learner.deploy('users', code.text);
    for (const id of ['1', '2', '3']) await learner.call('POST', '/users', 201, { id, name: `User ${id}` });
    await learner.call('GET', '/users?limit=2', 200);
    await reader.next('A page at a time');

    await reader.predict('No: the browser asked with OPTIONS first, and got no leave to send the POST');
    await bar.part('Your own page');
    await bar.bar.getByRole('button', { name: 'Load the page' }).click();
    const send = bar.frame.getByRole('button', { name: 'Send a user' });
    const out = bar.frame.locator('#out');
    await expect(out).toHaveText('TypeError: Failed to fetch');
    await send.click();
    await expect(bar.log).toContainText('It asks first, by OPTIONS');
    await expect(reader.checks.first()).toContainText('Met: ');
    await api.open('UserAPI');
    await api.enableCors('/users');
    await api.deploy();
    await expect(api.standing).not.toContainText('Changed');
    code.letEveryPageRead();
    await learner.deploy('users', code.text);
    if (!await bar.bar.isVisible()) await bar.open();
    await bar.part('Your own page');
    await bar.bar.getByRole('button', { name: /^Load/ }).click();
    await expect(out).toContainText('200');
    await send.click();
    await expect(out).toContainText('201');
    await reader.next('A page of another origin');
    await expect(reader.done).toBeVisible();
    await expect(page.getByRole('link', { name: 'All lessons', exact: true })).toBeVisible();
    expect(complaints).toEqual([]);
  });
}

/** The function of the third lesson, as it grows. */
class Code {
  constructor(language) {
    this.isPython = language.folder === 'python';
    const path = `../../lessons/03-a-whole-api/${language.folder}/users/${language.file}`;
    this.text = readFileSync(new URL(path, import.meta.url), 'utf8');
  }

  /** Puts what a listing defines in the place of what it had, or adds it; what it imports goes to the top. */
  take(listing) {
    const isImport = (line) => /^(import|from) /.test(line);
    const lines = listing.trimEnd().split('\n');
    const imports = lines.filter(isImport);
    const defined = lines.filter((line) => !isImport(line)).join('\n').trim();
    const name = (this.isPython ? /^def (\w+)/ : /^const (\w+)/).exec(defined)[1];
    const held = this.isPython ? new RegExp(`^def ${name}\\(.*\\n(?:(?:[ ].*)?\\n)*`, 'm') : new RegExp(`^const ${name} = [^]*?^\\};\\n`, 'm');
    this.text = held.test(this.text)
      ? this.text.replace(held, () => `${defined}\n\n\n`)
      : this.text.replace(this.isPython ? /^def create/m : /^const create/m, (begin) => `${defined}\n\n\n${begin}`);
    this.text = [...imports, this.text].join('\n');
  }

  /** Changes a text that is there. */
  change(from, to) {
    expect(this.text).toContain(from);
    this.text = this.text.replace(from, () => to);
  }

  /** Answers 400 to what is no user. */
  check() {
    if (this.isPython) {
      this.change('def create(event):\n    user = json.loads(event["body"])\n',
        'def create(event):\n    user, fault = user_of(event)\n    if fault:\n        return answer(400, {"message": fault})\n');
    } else {
      this.change('const create = async (event) => {\n  const user = JSON.parse(event.body);\n',
        'const create = async (event) => {\n  const { user, fault } = userOf(event);\n  if (fault) return answer(400, { message: fault });\n');
    }
  }

  /** Answers 404 to a PUT on nobody. */
  changeOnlyWhatIsThere() {
    if (this.isPython) {
      this.change('    table.put_item(Item=user)\n    return answer(200, user)', [
        '    try:',
        '        table.put_item(Item=user, ConditionExpression="attribute_exists(id)")',
        '    except ClientError:',
        '        return answer(404, {"message": "There is no such user"})',
        '    return answer(200, user)',
      ].join('\n'));
    } else {
      this.change('  await db.send(new PutCommand({ TableName, Item: user }));\n  return answer(200, user);', [
        '  try {',
        '    await db.send(new PutCommand({ TableName, Item: user, ConditionExpression: "attribute_exists(id)" }));',
        '  } catch (error) {',
        '    return answer(404, { message: "There is no such user" });',
        '  }',
        '  return answer(200, user);',
      ].join('\n'));
    }
  }

  /** Sends the header without which a page of another origin may not read the answer. */
  letEveryPageRead() {
    this.change('"content-type": "application/json"', '"content-type": "application/json", "access-control-allow-origin": "*"');
  }
}
