const inner = (value) => {
  throw new TypeError(`no ${value}`);
};
export const handler = async () => {
  await null;
  inner('such thing');
};
