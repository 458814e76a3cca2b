export const handler = async () => {
  try {
    return Buffer.alloc(200 * 1024 * 1024).length;
  } catch {
    return 'caught';
  }
};
