export const handler = async () => {
  const held = [];
  for (;;) held.push(new Uint8Array(64 << 20).fill(1));
};
