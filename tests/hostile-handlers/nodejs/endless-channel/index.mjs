export const handler = () => new Promise(() => {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => { port2.postMessage(0); setTimeout(() => {}, 60_000); };
  port2.postMessage(0);
});
