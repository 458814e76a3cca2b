export const handler = async () => {
  while (true);
};
