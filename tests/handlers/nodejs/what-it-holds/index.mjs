import { writeFileSync } from 'node:fs';
let count = 0;
export const seen = new Map();
const double = (n) => 2 * n;

export const handler = async (event) => {
  count = double(count) + 1;
  seen.set(event.id, count);
  writeFileSync('/tmp/last', event.id);
};
