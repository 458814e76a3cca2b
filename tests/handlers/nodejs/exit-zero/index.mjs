export const handler = async () => { process.exit(); };
