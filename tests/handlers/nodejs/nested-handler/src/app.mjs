export const api = { users: { list: async () => 'listed' } };
