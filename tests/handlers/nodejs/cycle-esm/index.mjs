import { even } from './even.mjs';
export const handler = async (event) => even(event.n);
