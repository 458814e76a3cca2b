export const handler = async () => {
  const error = new Error('printed', { cause: new TypeError('inner') });
  console.error(error);
};
