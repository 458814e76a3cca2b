const loaded = await new Promise((resolve) => setTimeout(() => resolve('loaded'), 200));
export const handler = async () => loaded;
