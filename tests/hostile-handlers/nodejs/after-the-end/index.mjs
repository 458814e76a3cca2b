let count = 0;
export const handler = async () => {
  const before = count;
  setTimeout(() => { count++; console.log('late'); }, 1);
  setInterval(() => count++, 1);
  setImmediate(() => setImmediate(() => { count++; throw new Error('after the end'); }));
  return before === 0 ? 'returned' : `returned ${before}`;
};
