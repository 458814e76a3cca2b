export const handler = async () => {
  const order = [];
  await new Promise((resolve) => {
    setTimeout(() => { order.push('timeout 1'); process.nextTick(() => order.push('tick in timeout')); Promise.resolve().then(() => order.push('promise in timeout')); }, 1);
    setTimeout(() => { order.push('timeout 2'); resolve(); }, 1);
    setImmediate(() => order.push('immediate'));
    process.nextTick(() => order.push('tick'));
    Promise.resolve().then(() => order.push('promise'));
    order.push('sync');
  });
  return order.filter((name) => name !== 'immediate');
};
