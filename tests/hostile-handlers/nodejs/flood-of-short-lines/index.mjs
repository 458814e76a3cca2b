export const handler = async () => {
  for (let at = 0; at < 200_000; at++) process.stdout.write('\n');
  return 'returned';
};
