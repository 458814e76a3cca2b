export const handler = async () => /^(?:a+)+$/.test(`${'a'.repeat(60)}!`);
