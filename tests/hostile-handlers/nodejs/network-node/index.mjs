import { attempts } from './attempts.mjs';
const event2 = (emitter, name) => new Promise((resolve, reject) => emitter.on(name, resolve).on('error', reject));
const LEAK = process.env.LEAK;
export const handler = () => attempts({
  http: async () => event2((await import('node:http')).get(LEAK), 'response'),
  https: async () => event2((await import('node:https')).get(LEAK.replace('http:', 'https:')), 'response'),
  fetch: () => fetch(LEAK),
  net: async () => event2((await import('node:net')).connect(Number(new URL(LEAK).port), '127.0.0.1'), 'connect'),
  tls: async () => event2((await import('node:tls')).connect(Number(new URL(LEAK).port), '127.0.0.1'), 'secureConnect'),
  dgram: async () => event2((await import('node:dgram')).createSocket('udp4').send('x', Number(new URL(LEAK).port), '127.0.0.1'), 'message'),
  dns: async () => (await import('node:dns/promises')).lookup('example.com'),
  http2: async () => event2((await import('node:http2')).connect(LEAK), 'connect'),
  exec: async () => (await import('node:child_process')).execSync(`curl ${LEAK}`),
  spawn: async () => event2((await import('node:child_process')).spawn('curl', [LEAK]), 'spawn'),
  cluster: async () => (await import('node:cluster')).default.fork(),
  inspector: async () => (await import('node:inspector')).open(),
  vm: async () => (await import('node:vm')).runInNewContext('fetch(LEAK)', { LEAK }),
  binding: () => process.binding('tcp_wrap'),
  dlopen: () => process.dlopen({}, '/lib/libc.so.6'),
  passwords: async () => { const text = (await import('node:fs')).readFileSync('/etc/passwd', 'utf8'); if (/root:.*:0:0/.test(text)) return text; throw new Error(text.slice(0, 20)); },
});
