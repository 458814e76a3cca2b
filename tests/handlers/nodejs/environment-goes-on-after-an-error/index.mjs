let calls = 0;
export const handler = async () => {
  calls += 1;
  if (calls === 1) throw new Error('once');
  return calls;
};
