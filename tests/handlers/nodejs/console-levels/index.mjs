export const handler = async () => {
  console.log('text %s and %d', 'a', 4, { nested: { deep: { deeper: { deepest: 1 } } } });
  console.info([1, 2, 3], new Map([['k', { v: 1 }]]), new Set([1]));
  console.warn(null, undefined, true, 10n, Symbol('s'));
  console.error(new Date(0), /x/g, Buffer.from('hi'));
  console.debug('a\nb');
  console.trace('where');
  class Point { constructor() { this.x = 1; } }
  console.log(new Point(), [undefined, , 3], 'it\'s', ["it's"], function named() {}, class A {});
  console.log();
};
