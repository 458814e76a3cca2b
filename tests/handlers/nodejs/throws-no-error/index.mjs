export const handler = async () => {
  throw 'a text';
};
