export const handler = async () => {
  setTimeout(() => {
    throw new Error('in a timer');
  }, 10);
  await new Promise((resolve) => setTimeout(resolve, 1000));
};
