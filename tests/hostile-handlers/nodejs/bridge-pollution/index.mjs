const names = ['end', 'raised', 'exited', 'ran_out', 'returned', 'task', 'do', 'need', 'assets', 'missing', 'calls', 'sleep_us', 'memory_bytes', 'computed_us', 'get', 'value', 'call', 'body'];
for (const name of names) {
  if (!['get', 'value'].includes(name)) Object.prototype[name] = { forged: true };
}
Array.prototype[5] = 'forged';
export const handler = async () => 'returned';
