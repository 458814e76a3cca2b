export const handler = async () => {
  const held = [];
  for (;;) held.push(new Array(100_000).fill(Math.random()));
};
