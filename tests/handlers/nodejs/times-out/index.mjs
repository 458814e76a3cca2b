export const handler = async () => {
  console.log('sleeping');
  await new Promise((resolve) => setTimeout(resolve, 60_000));
};
