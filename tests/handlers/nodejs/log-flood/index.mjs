export const handler = async () => {
  for (let at = 0; at < 100_000; at++) console.log('x'.repeat(100));
  return 'done';
};
