// A request through API Gateway, a function in Node.js and a table, in the built page while it draws: how long a warm
// one takes, from the page's own `coldstart.fetch`. `node tests/bench/requests.mjs <dist> <requests>`; prints a JSON line
// for each figure. With a file's name as the third argument, the requests are profiled and the profile is written there.

import { writeFileSync } from 'node:fs';
import { opened, serve, tell } from './support/page.mjs';

const dist = process.argv[2] ?? 'dist';
const count = Number(process.argv[3] ?? 200);
const profile = process.argv[4];
const served = await serve(dist);

const page = await opened(served, '03-a-whole-api');
await page.getByRole('button', { name: /^UserAPI/ }).first().waitFor({ timeout: 60_000 });

// The table has two users; what is measured is warm.
await page.evaluate(async () => {
  const apis = await (await coldstart.fetch('https://apigateway.us-east-1.amazonaws.com/restapis')).json();
  globalThis.address = `https://${apis.item[0].id}.execute-api.us-east-1.amazonaws.com/prod/users`;
  for (const user of [{ id: '1', name: 'John Doe' }, { id: '2', name: 'Jane Smith' }]) {
    await coldstart.fetch(address, { method: 'POST', body: JSON.stringify(user) });
  }
  for (let at = 0; at < 100; at += 1) await coldstart.fetch(address);
});
await page.waitForTimeout(2_000);

const cdp = profile ? await page.context().newCDPSession(page) : undefined;
if (cdp) {
  await cdp.send('Profiler.enable');
  await cdp.send('Profiler.setSamplingInterval', { interval: 200 });
  await cdp.send('Profiler.start');
}
const times = await page.evaluate(async (count) => {
  const times = [];
  for (let at = 0; at < count; at += 1) {
    const begun = performance.now();
    const response = await coldstart.fetch(address);
    const { users } = await response.json();
    times.push(performance.now() - begun);
    if (response.status !== 200 || users.length !== 2) throw new Error(`${response.status}: ${users?.length} users`);
  }
  return times;
}, count);
if (cdp) writeFileSync(profile, JSON.stringify((await cdp.send('Profiler.stop')).profile));

times.sort((a, b) => a - b);
const part = (share) => Math.round(times[Math.min(times.length - 1, Math.floor(times.length * share))] * 100) / 100;
tell(`warm GET /users through API Gateway, Node.js and a table, one after another: p50 of ${count}`, part(0.5), 'ms', 5, 'lower');
tell(`warm GET /users through API Gateway, Node.js and a table, one after another: p95 of ${count}`, part(0.95), 'ms');
await served.close();
