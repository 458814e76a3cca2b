export const handler = async () => {
  const held = [];
  for (;;) {
    const memory = new WebAssembly.Memory({ initial: 1024 });
    new Uint8Array(memory.buffer).fill(1);
    held.push(memory);
  }
};
