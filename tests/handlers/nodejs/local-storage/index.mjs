import { AsyncLocalStorage } from 'node:async_hooks';
const storage = new AsyncLocalStorage();
export const handler = async () => storage.run({ id: 7 }, async () => {
  const before = storage.getStore().id;
  await new Promise((resolve) => setTimeout(resolve, 10));
  const after = storage.getStore()?.id;
  const timed = await new Promise((resolve) => setTimeout(() => resolve(storage.getStore()?.id), 1));
  return [before, after, timed];
});
