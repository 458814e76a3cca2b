export const handler = () => ({
  then(resolve) {
    resolve(new Proxy({}, {
      get(_target, name) { if (name === 'toJSON') while (true); return undefined; },
      ownKeys: () => Array.from({ length: 1000 }, (_, at) => String(at)),
    }));
    resolve('twice');
  },
});
