// Pictures made on the spot: no binary files are kept, and each is small enough to be read in the code.

import { deflateSync } from 'node:zlib';

/** A picture that the page's canvas draws and the browser writes: `image/jpeg`, `image/png`, `image/webp`. */
export async function drawn(page, type, width, height) {
  const bytes = await page.evaluate(async ([type, width, height]) => {
    const canvas = new OffscreenCanvas(width, height);
    const context = canvas.getContext('2d');
    const sky = context.createLinearGradient(0, 0, width, height);
    sky.addColorStop(0, '#0a4f7a');
    sky.addColorStop(1, '#f2b84b');
    context.fillStyle = sky;
    context.fillRect(0, 0, width, height);
    const blob = await canvas.convertToBlob({ type, quality: 0.9 });
    if (blob.type !== type) throw new Error(`this browser does not write ${type}`);
    return [...new Uint8Array(await blob.arrayBuffer())];
  }, [type, width, height]);
  return Buffer.from(bytes);
}

/** A file as Playwright chooses it. */
export const file = (name, mimeType, buffer) => ({ name, mimeType, buffer });

/** A PNG: `kind` is how its pixels are kept. */
export function png(width, height, kind = 'rgb8') {
  const { depth, colour, sample, palette } = PNG_KINDS[kind];
  const rows = [];
  for (let y = 0; y < height; y += 1) {
    rows.push(0);
    for (let x = 0; x < width; x += 1) rows.push(...sample((x * 255) / width | 0, (y * 255) / height | 0));
  }
  return pngOf(width, height, depth, colour, palette, deflateSync(Buffer.from(rows)));
}

/** A PNG of a few kilobytes that says it is `side` × `side` pixels: unpacked it would be gigabytes. */
export function pngBomb(side) {
  return pngOf(side, side, 8, 2, undefined, deflateSync(Buffer.alloc(4_000_000)));
}

const PNG_KINDS = {
  rgb8: { depth: 8, colour: 2, sample: (r, g) => [r, g, 90] },
  rgba8: { depth: 8, colour: 6, sample: (r, g) => [r, g, 90, r] },
  rgb16: { depth: 16, colour: 2, sample: (r, g) => [r, 7, g, 7, 90, 7] },
  palette: { depth: 8, colour: 3, sample: (r) => [r >> 6], palette: [0, 0, 0, 200, 0, 0, 0, 200, 0, 255, 255, 255] },
};

function pngOf(width, height, depth, colour, palette, data) {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([depth, colour], 8);
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    ...(palette ? [chunk('PLTE', Buffer.from(palette))] : []),
    chunk('IDAT', data),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(name, data) {
  const named = Buffer.concat([Buffer.from(name), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc32(named), 4);
  return Buffer.concat([frame.subarray(0, 4), named, frame.subarray(4)]);
}

function crc32(bytes) {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}

/** A GIF of 128 greys. Its codes stay eight bits long, because each run of them begins with a clear. */
export function gif(width, height) {
  const CLEAR = 128;
  const codes = [];
  for (let pixel = 0; pixel < width * height; pixel += 1) {
    if (pixel % 100 === 0) codes.push(CLEAR);
    codes.push(((pixel % width) * 127) / width | 0);
  }
  codes.push(CLEAR + 1);
  const size = (value) => [value & 255, value >> 8];
  const greys = Array.from({ length: 128 }, (_, grey) => [grey * 2, grey * 2, grey * 2]).flat();
  const blocks = [];
  for (let at = 0; at < codes.length; at += 255) {
    const block = codes.slice(at, at + 255);
    blocks.push(block.length, ...block);
  }
  return Buffer.from([
    ...Buffer.from('GIF89a'), ...size(width), ...size(height), 0xf6, 0, 0, ...greys,
    0x2c, 0, 0, 0, 0, ...size(width), ...size(height), 0, 7, ...blocks, 0, 0x3b,
  ]);
}

/** A progressive JPEG in grey: one scan for the mean of each block, one that says that there is no more. */
export function progressiveJpeg(width, height) {
  const [across, down] = [Math.ceil(width / 8), Math.ceil(height / 8)];
  const means = new Bits();
  let before = 0;
  for (let block = 0; block < across * down; block += 1) {
    const mean = Math.round(((block % across) * 200) / across) - 100;
    const step = mean - before;
    before = mean;
    const length = step === 0 ? 0 : 32 - Math.clz32(Math.abs(step));
    // All codes of both tables are four bits long; a negative step is kept as its complement.
    means.put(length, 4);
    means.put(step < 0 ? step + (1 << length) - 1 : step, length);
  }
  const end = new Bits();
  const run = 31 - Math.clz32(across * down);
  end.put(run, 4);
  end.put(across * down - (1 << run), run);
  const tables = (kind, values) => segment(0xc4, [kind, 0, 0, 0, values.length, ...Array(12).fill(0), ...values]);
  return Buffer.from([
    0xff, 0xd8,
    ...segment(0xdb, [0, ...Array(64).fill(8)]),
    ...segment(0xc2, [8, height >> 8, height & 255, width >> 8, width & 255, 1, 1, 0x11, 0]),
    ...tables(0x00, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]),
    ...segment(0xda, [1, 1, 0x00, 0, 0, 0]), ...means.bytes(),
    ...tables(0x10, Array.from({ length: 15 }, (_, run) => run << 4)),
    ...segment(0xda, [1, 1, 0x00, 1, 63, 0]), ...end.bytes(),
    0xff, 0xd9,
  ]);
}

function segment(marker, content) {
  return [0xff, marker, (content.length + 2) >> 8, (content.length + 2) & 255, ...content];
}

/** Bits in the order of a JPEG scan. */
class Bits {
  text = '';

  put(value, length) {
    if (length > 0) this.text += value.toString(2).padStart(length, '0');
  }

  bytes() {
    const whole = this.text.padEnd(Math.ceil(this.text.length / 8) * 8, '1');
    const bytes = whole.match(/.{8}/g).map((byte) => Number.parseInt(byte, 2));
    // A byte of ones would begin a marker, so a zero follows it.
    return bytes.flatMap((byte) => (byte === 0xff ? [0xff, 0] : [byte]));
  }
}
