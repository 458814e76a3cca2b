export const name = 'math';
