export const handler = async () => {
  const map = new Map();
  for (let at = 0; ; at++) map.set(at, at);
};
