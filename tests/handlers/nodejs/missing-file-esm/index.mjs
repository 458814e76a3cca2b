import { x } from './lib/x.mjs';
export const handler = async () => x;
