export const handler = () => new Promise((resolve) => setTimeout(resolve, 2_147_483_647));
