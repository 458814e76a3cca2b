const table = process.env.TABLE.toLowerCase();
export const handler = async () => table;
