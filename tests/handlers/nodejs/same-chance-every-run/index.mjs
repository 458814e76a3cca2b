import { randomBytes, randomUUID } from 'node:crypto';
export const handler = async () => {
  const ids = [randomUUID(), crypto.randomUUID()];
  return [typeof Math.random(), ids.every((id) => /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/.test(id)), ids[0] !== ids[1], randomBytes(5).length];
};
