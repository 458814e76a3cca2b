export const handler = async () => ({ n: 10n });
