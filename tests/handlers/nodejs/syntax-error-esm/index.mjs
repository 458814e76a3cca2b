export const handler = async () => {
  const items = [1, 2;
  return items;
};
