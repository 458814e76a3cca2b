export const handler = async () => {
  const a = {};
  a.a = a;
  return a;
};
