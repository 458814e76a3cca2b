const again = () => setImmediate(again);
export const handler = () => new Promise(again);
