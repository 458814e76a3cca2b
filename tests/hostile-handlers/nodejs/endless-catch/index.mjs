const again = () => { try { again(); } finally { again(); } };
export const handler = async () => again();
