// A function's package: files to a zip and back. The same files make the same zip, byte for byte, wherever and whenever.

import { unzipSync, zipSync } from 'fflate';

// The oldest date that a zip can tell, in the time that zips count by: the machine's own.
const DATE = new Date(1980, 0, 1);
// Unix, an ordinary file that all may read: 0644.
const OF_UNIX = 3;
const ORDINARY = 0o100644 << 16;

/** `files`: [[name, text or bytes]]. */
export function zip(files) {
  const encoder = new TextEncoder();
  const sorted = [...files].sort(([one], [other]) => (one < other ? -1 : 1));
  const entries = sorted.map(([name, held]) => [name, typeof held === 'string' ? encoder.encode(held) : held]);
  return zipSync(Object.fromEntries(entries), { level: 9, mtime: DATE, os: OF_UNIX, attrs: ORDINARY });
}

/** [[name, text, or bytes where they are no text]], in order of name; throws when `bytes` are no zip. */
export function unzip(bytes) {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const read = (held) => {
    try {
      return decoder.decode(held);
    } catch {
      return held;
    }
  };
  return Object.entries(unzipSync(bytes))
    .filter(([name]) => !name.endsWith('/'))
    .map(([name, held]) => [name, read(held)])
    .sort(([one], [other]) => (one < other ? -1 : 1));
}
