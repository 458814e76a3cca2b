export const handler = async () => {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => { for (;;); };
  for (let turn = 0; turn < 20; turn++) port2.postMessage(0);
  return 'returned';
};
