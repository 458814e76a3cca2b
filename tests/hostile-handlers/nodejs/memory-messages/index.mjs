export const handler = async () => {
  const { port1 } = new MessageChannel();
  for (;;) port1.postMessage(new Uint8Array(8 << 20).fill(1));
};
