export const handler = async () => {
  let number = 3n;
  for (let at = 0; at < 40; at++) number **= 2n;
  return String(number).length;
};
