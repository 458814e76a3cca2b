export const handler = async () => {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => port2.postMessage(0);
  let turns = 0;
  port1.onmessage = () => { if (++turns > 50) for (;;); port2.postMessage(0); };
  port2.postMessage(0);
  return 'returned';
};
