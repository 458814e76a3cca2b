import { really, scope } from './attempts.mjs';
export const handler = async () => {
  const error = () => new Error('x'.repeat(20_000_000));
  for (let at = 0; at < 20; at++) {
    scope.reportError?.(error());
    scope.setTimeout(() => { throw error(); }, 0);
    Promise.reject(error());
  }
  await really();
};
