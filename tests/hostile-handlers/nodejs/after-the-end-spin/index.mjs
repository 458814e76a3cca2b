export const handler = async () => {
  const { port1, port2 } = new MessageChannel();
  let turns = 0;
  port1.onmessage = () => {
    if (++turns > 1000) for (;;);
    port2.postMessage(0);
  };
  port2.postMessage(0);
  return 'returned';
};
