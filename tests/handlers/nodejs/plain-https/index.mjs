import https from 'node:https';
export const handler = async () => new Promise((resolve, reject) => {
  const request = https.request({ hostname: 'photos.s3.us-east-1.amazonaws.com', path: '/a%20b?x=1', method: 'PUT', headers: { 'X-Thing': 'y' } }, (response) => {
    let body = '';
    response.on('data', (chunk) => (body += chunk));
    response.on('end', () => resolve([response.statusCode, response.headers['x-reply'], body]));
  });
  request.on('error', reject);
  request.write('part 1 ');
  request.end('part 2');
});
