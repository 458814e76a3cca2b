export const handler = async () => {
  for (let at = 0; at < 100_000; at++) Promise.reject(new Error(String(at)));
  await new Promise((resolve) => setTimeout(resolve, 1));
};
