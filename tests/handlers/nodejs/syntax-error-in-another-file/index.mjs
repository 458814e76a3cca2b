import './lib/broken.mjs';
export const handler = async () => {};
