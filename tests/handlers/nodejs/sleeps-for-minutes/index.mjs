import { setTimeout as sleep } from 'node:timers/promises';
export const handler = async () => {
  const begun = Date.now();
  await sleep(5 * 60 * 1000);
  return Date.now() - begun;
};
