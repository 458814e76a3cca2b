export const handler = async () => {
  setTimeout(() => process.exit(1), 0);
  new Promise((resolve) => resolve()).then(() => {}).then(() => setImmediate(() => process.exit(1)));
  return 'returned';
};
