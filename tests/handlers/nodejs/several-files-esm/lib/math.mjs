export const add = (a, b) => a + b;
export { name as label } from '../names.mjs';
