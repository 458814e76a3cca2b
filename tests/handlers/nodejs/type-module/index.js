import { x } from './x.js';
export const handler = async () => x;
