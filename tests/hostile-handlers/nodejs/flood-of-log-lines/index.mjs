export const handler = async () => {
  for (let at = 0; at < 2_000_000; at++) console.log('line', at);
  return 'returned';
};
