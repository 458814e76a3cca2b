export const handler = async () => {
  const held = [];
  for (let at = 0; ; at++) held.push(`${at}`.padStart(1_000_000, 'x').split('').reverse().join(''));
};
