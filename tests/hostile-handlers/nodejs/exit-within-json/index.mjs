export const handler = async () => ({ toJSON() { process.exit(7); } });
