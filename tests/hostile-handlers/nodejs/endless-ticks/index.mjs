const again = () => process.nextTick(again);
export const handler = () => new Promise(again);
