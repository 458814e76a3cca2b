export const handler = async () => {
  const held = [];
  for (;;) {
    const blob = new Blob([new Uint8Array(16 << 20).fill(1)]);
    await blob.slice(0, 1).arrayBuffer();
    held.push(blob);
  }
};
