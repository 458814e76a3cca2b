export const handler = async () => {
  console.table([{ a: 1, b: 'x' }, { a: 2 }]);
  console.group('G');
  console.log('inside');
  console.groupEnd();
  console.count();
  console.count();
  console.time('t');
  await new Promise((resolve) => setTimeout(resolve, 1500));
  console.timeEnd('t');
  console.assert(1 === 2, 'not %s', 'equal');
};
