export const handler = async () => {
  for (;;) await null;
};
