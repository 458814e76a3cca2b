while (true);
export const handler = async () => 'never';
