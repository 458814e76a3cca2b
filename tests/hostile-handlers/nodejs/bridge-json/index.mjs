export const handler = async () => ({ toJSON() { for (;;); } });
