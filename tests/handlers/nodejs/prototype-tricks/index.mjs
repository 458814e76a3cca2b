const seen = [];
const spy = (holder, name) => {
  const real = holder[name];
  holder[name] = function (...values) {
    if (this instanceof MessagePort || values.some((value) => value?.task !== undefined)) seen.push(name);
    return Reflect.apply(real, this, values);
  };
};
spy(MessagePort.prototype, 'postMessage');
spy(EventTarget.prototype, 'dispatchEvent');
spy(Map.prototype, 'get');
spy(Map.prototype, 'set');
spy(Promise.prototype, 'then');
spy(Function.prototype, 'apply');
spy(Function.prototype, 'bind');
Object.defineProperty(MessageEvent.prototype, 'data', { get() { seen.push('data'); return { task: 1 }; } });
Object.defineProperty(MessageEvent.prototype, 'target', { get() { seen.push('target'); } });
Object.defineProperty(Object.prototype, 'port', { set(value) { seen.push('port'); }, configurable: true });
export const handler = async () => {
  await new Promise((resolve) => setTimeout(resolve, 10));
  return seen;
};
