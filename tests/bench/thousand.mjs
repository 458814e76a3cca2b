// A thousand photos of 200 kB dropped at once, in the built page: all done, none lost, and how smooth the page stays;
// then one photo of 12 megapixels: the longest task of the page's own thread while it runs.
// `node tests/bench/thousand.mjs <dist>`; prints a JSON line for each figure.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { opened, serve, tell } from './support/page.mjs';

const dist = process.argv[2] ?? 'dist';
const count = Number(process.argv[3] ?? 1000);
const served = await serve(dist);

async function freshPage() {
  const page = await opened(served, '01-thumbnail');
  await page.evaluate(() => {
    globalThis.longest = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) globalThis.longest = Math.max(globalThis.longest, entry.duration);
    }).observe({ entryTypes: ['longtask'] });
    globalThis.frames = [];
    const tick = (now) => { globalThis.frames.push(now); requestAnimationFrame(tick); };
    requestAnimationFrame(tick);
    globalThis.drop = (files) => {
      const data = new DataTransfer();
      for (const file of files) data.items.add(file);
      document.body.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
    };
    globalThis.stored = async () => {
      let total = 0;
      for (let token = ''; ;) {
        const query = `list-type=2${token && `&continuation-token=${encodeURIComponent(token)}`}`;
        const answer = await coldstart.fetch(`https://my-thumbnails.s3.us-east-1.amazonaws.com/?${query}`);
        const xml = new DOMParser().parseFromString(await answer.text(), 'text/xml');
        total += xml.querySelectorAll('Contents').length;
        token = xml.querySelector('NextContinuationToken')?.textContent ?? '';
        if (!token) return total;
      }
    };
  });
  return page;
}

// One photo of 12 megapixels.
{
  const page = await freshPage();
  const photo = readFileSync(join(dist, 'assets/samples/harbour.jpg')).toString('base64');
  await page.evaluate(async (photo) => {
    const bytes = await (await fetch(`data:image/jpeg;base64,${photo}`)).arrayBuffer();
    await new Promise((resolve) => setTimeout(resolve, 1500));
    globalThis.longest = 0;
    drop([new File([bytes], 'photo.jpg', { type: 'image/jpeg' })]);
    await new Promise((resolve) => setTimeout(resolve, 9000));
  }, photo);
  tell('12 MP photo: the longest task of the main thread', await page.evaluate(() => Math.round(globalThis.longest)), 'ms', 50);
  await page.context().close();
}

// A thousand of 200 kB.
{
  const page = await freshPage();
  const begun = Date.now();
  await page.evaluate(async (count) => {
    const canvas = new OffscreenCanvas(1200, 900);
    const context = canvas.getContext('2d');
    const base = context.createImageData(1200, 900);
    let seed = 1;
    const random = () => ((seed = (seed * 1664525 + 1013904223) >>> 0) / 2 ** 32);
    for (let at = 0; at < base.data.length; at += 4) {
      const grain = random() * 34;
      base.data.set([(at / 4 % 1200) / 6 + grain, 120 + grain, 90 + grain, 255], at);
    }
    context.putImageData(base, 0, 0);
    const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.77 });
    globalThis.photoBytes = blob.size;
    const bytes = new Uint8Array(await blob.arrayBuffer());
    const files = Array.from({ length: count }, (_, number) => {
      // Each differs in its last bytes, after the picture's end.
      const own = new Uint8Array(bytes.length + 4);
      own.set(bytes);
      new DataView(own.buffer).setUint32(bytes.length, number);
      return new File([own], `photo-${String(number).padStart(4, '0')}.jpg`, { type: 'image/jpeg' });
    });
    // Making them holds the page; the drop must not be blamed for it.
    await new Promise((resolve) => setTimeout(resolve, 1500));
    globalThis.longest = 0;
    globalThis.frames.length = 0;
    drop(files);
  }, count);
  console.log(`photos of ${await page.evaluate(() => photoBytes)} bytes`);
  const state = (pattern) => page.waitForFunction(
    (pattern) => new RegExp(pattern).test(document.querySelector('.clock__state')?.textContent ?? ''),
    pattern, { timeout: 240_000, polling: 250 },
  );
  await state('playing');
  await state('nothing in flight');
  const seconds = (Date.now() - begun) / 1000;
  const frames = await page.evaluate(() => globalThis.frames);
  const gaps = frames.slice(1).map((at, index) => at - frames[index]).toSorted((a, b) => a - b);
  const perSecond = [];
  for (let from = frames[0]; from + 1000 < frames.at(-1); from += 1000) {
    perSecond.push(frames.filter((at) => at >= from && at < from + 1000).length);
  }
  tell(`${count} photos: thumbnails`, await page.evaluate(() => stored()), 'photos', count, 'higher');
  tell(`${count} photos: frames a second, mean`, Math.round((frames.length / (frames.at(-1) - frames[0])) * 1000), 'fps', 50, 'higher');
  tell(`${count} photos: frames a second, the worst second`, Math.min(...perSecond), 'fps', 50, 'higher');
  tell(`${count} photos: the longest task of the main thread`, await page.evaluate(() => Math.round(globalThis.longest)), 'ms', 50);
  tell(`${count} photos: the longest frame`, Math.round(gaps.at(-1)), 'ms');
  tell(`${count} photos: until shown to the end`, seconds, 's');
  await page.screenshot({ path: 'target/thousand.png' });
  await page.context().close();
}
await served.close();
