export const handler = async () => {
  console.log('x'.repeat(100_000_000));
  process.stdout.write('y'.repeat(100_000_000));
  return 'returned';
};
