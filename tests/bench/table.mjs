// A table of a hundred thousand items in the built page: how long its import takes, how soon its first rows stand there,
// and how smoothly they go by. `node tests/bench/table.mjs <dist> <items>`; prints a JSON line for each figure.

import { mkdirSync, writeFileSync } from 'node:fs';
import { opened, serve, tell } from './support/page.mjs';

const dist = process.argv[2] ?? 'dist';
const count = Number(process.argv[3] ?? 100_000);
const served = await serve(dist);

const page = await opened(served, '01-thumbnail');
await page.evaluate(async () => {
  globalThis.tasks = [];
  new PerformanceObserver((list) => globalThis.tasks.push(...list.getEntries().map((entry) => entry.duration))).observe({ entryTypes: ['longtask'] });
  globalThis.frames = [];
  const tick = (now) => { globalThis.frames.push(now); requestAnimationFrame(tick); };
  requestAnimationFrame(tick);
  await coldstart.fetch('https://dynamodb.us-east-1.amazonaws.com/', {
    method: 'POST',
    headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': 'DynamoDB_20120810.CreateTable' },
    body: JSON.stringify({
      TableName: 'UsersTable', BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }], KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    }),
  });
});
const fresh = () => page.evaluate(() => { globalThis.tasks.length = 0; globalThis.frames.length = 0; });
const seen = () => page.evaluate(() => ({ tasks: globalThis.tasks, frames: globalThis.frames }));
const rest = () => page.waitForFunction(
  () => /nothing in flight/.test(document.querySelector('.clock__state')?.textContent ?? ''), null, { timeout: 600_000, polling: 500 });

const open = async () => {
  await page.getByRole('button', { name: /^UsersTable/ }).first().click();
  await page.getByRole('button', { name: 'Open the table' }).waitFor();
};
await page.keyboard.press('End');
await open();
await page.getByRole('button', { name: 'Open the table' }).click();
await page.getByRole('tab', { name: 'Import and export' }).click();
const rows = Array.from({ length: count }, (_, at) => JSON.stringify({
  id: `user-${String(at).padStart(6, '0')}`, name: `Name ${at}`, city: ['Utrecht', 'Oslo', 'Porto'][at % 3], visits: at % 97, member: at % 2 === 0,
}));
// From the disk: what is handed over as bytes is unpacked on the page's own thread.
mkdirSync('target/bench', { recursive: true });
const file = 'target/bench/users.jsonl';
writeFileSync(file, rows.join('\n'));
const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.getByRole('button', { name: /^Drop a file here/ }).click()]);
let begun = Date.now();
await fresh();
await chooser.setFiles(file);
const write = page.getByRole('button', { name: /^Write / });
await write.waitFor({ timeout: 300_000 });
tell(`${count} items: a file read and understood`, Date.now() - begun, 'ms');
begun = Date.now();
await write.click();
await page.getByText(/items from users.jsonl are in the table/).waitFor({ timeout: 900_000 });
tell(`${count} items: imported, until the last is written`, (Date.now() - begun) / 1000, 's');
tell(`${count} items: the longest task while they are`, Math.round(Math.max(0, ...(await seen()).tasks)), 'ms', 50);
await page.getByRole('button', { name: 'To the end', exact: true }).click();
await rest();
tell(`${count} items: the page's heap afterwards`, await page.evaluate(() => Math.round(performance.memory.totalJSHeapSize / 1_048_576)), 'MB');

// From the panel to the rows, as often as tells what is usual.
await page.keyboard.press('Escape');
const firsts = [];
for (let time = 0; time < 9; time += 1) {
  await page.getByRole('button', { name: 'Open the table' }).waitFor();
  await page.waitForTimeout(500);
  firsts.push(await page.evaluate(() => new Promise((resolve) => {
    const button = [...document.querySelectorAll('button')].find((one) => one.textContent.trim() === 'Open the table');
    const begun = performance.now();
    button.click();
    const look = () => {
      // A frame after the rows stand in the page they are painted.
      if (document.querySelectorAll('.grid__row').length > 8) return requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - begun)));
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  })));
  await page.keyboard.press('Escape');
}
firsts.sort((a, b) => a - b);
tell(`${count} items: opened, until the first rows are painted, median of 9`, Math.round(firsts[4]), 'ms', 200);
tell(`${count} items: the same, the slowest`, Math.round(firsts[8]), 'ms', 200);

// Scrolled: through all of it in ten seconds, and by the wheel.
await page.getByRole('button', { name: 'Open the table' }).click();
await page.locator('.grid__row').nth(8).waitFor();
await page.waitForTimeout(800);
for (const [name, steps] of [['the whole way in 10 s', 600], ['by the wheel, 120 px a frame for 5 s', 300]]) {
  await fresh();
  await page.evaluate(([steps, whole]) => new Promise((resolve) => {
    const grid = document.querySelector('.table__grid');
    const stride = whole ? grid.scrollHeight / steps : 120;
    grid.scrollTop = 0;
    let at = 0;
    const step = () => {
      grid.scrollTop = at * stride;
      at += 1;
      if (at < steps) requestAnimationFrame(step); else resolve();
    };
    requestAnimationFrame(step);
  }), [steps, steps === 600]);
  const { tasks, frames } = await seen();
  const gaps = frames.slice(1).map((at, index) => at - frames[index]).toSorted((a, b) => a - b);
  tell(`${count} items: scrolled ${name}: frames a second`, Math.round((frames.length / (frames.at(-1) - frames[0])) * 1000), 'fps', 50, 'higher');
  tell(`${count} items: scrolled ${name}: the longest frame`, Math.round(gaps.at(-1)), 'ms', 50);
  tell(`${count} items: scrolled ${name}: tasks longer than 50 ms`, tasks.length, 'tasks', 0);
}
tell(`${count} items: rows that stand in the page`, await page.locator('.grid__row').count(), 'rows', 60);
await page.screenshot({ path: 'target/table.png' });
await served.close();
