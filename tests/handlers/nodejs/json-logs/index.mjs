export const handler = async () => {
  console.log('plain', 1);
  console.debug('too low');
  console.warn({ structured: true });
};
