const again = () => again() + 1;
export const handler = async () => again();
