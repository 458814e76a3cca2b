import { writeFileSync } from 'node:fs';
export const handler = async () => {
  for (let at = 0; ; at++) writeFileSync(`/tmp/${at}`, Buffer.alloc(32 << 20, 1));
};
