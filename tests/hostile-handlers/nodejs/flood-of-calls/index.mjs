import https from 'node:https';
const call = () => new Promise((resolve) => {
  https.get('https://s3.us-east-1.amazonaws.com/', (response) => resolve(response.resume().statusCode)).on('error', (error) => resolve(error.code));
});
export const handler = async () => {
  const statuses = await Promise.all(Array.from({ length: 5000 }, call));
  return `${statuses.filter((status) => status === 403).length} answered`;
};
