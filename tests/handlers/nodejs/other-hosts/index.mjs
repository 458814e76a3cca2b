import https from 'node:https';
const get = (url) => new Promise((resolve) => https.get(url, () => resolve('answered')).on('error', (error) => resolve(`${error.code} ${error.message}`)));
export const handler = async () => {
  let fetched;
  try { await fetch('https://example.com/'); } catch (error) { fetched = [error.name, error.message, error.cause.message]; }
  return [await get('https://example.com/'), await get('https://127.0.0.1:9000/'), fetched];
};
