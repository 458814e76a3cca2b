export const handler = async () => {
  const response = await fetch('https://abc.lambda-url.us-east-1.on.aws/path?q=1', { method: 'POST', body: JSON.stringify({ a: 1 }), headers: { 'content-type': 'application/json' } });
  return [response.ok, response.status, response.headers.get('content-type'), await response.json()];
};
