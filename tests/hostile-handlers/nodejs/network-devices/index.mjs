import { attempts, scope } from './attempts.mjs';
const found = (list) => { if (list.length) return list.length; throw new Error('none'); };
const LEAK = process.env.LEAK;
export const handler = () => attempts({
  usb: () => scope.navigator.usb.getDevices().then(found),
  hid: () => scope.navigator.hid.getDevices().then(found),
  serial: () => scope.navigator.serial.getPorts().then(found),
  gpu: () => scope.navigator.gpu.requestAdapter().then((adapter) => adapter ?? Promise.reject(new Error('no adapter'))).then(() => Promise.reject(new Error('it draws, and sends nothing'))),
  credentials: () => scope.navigator.credentials.get({}),
  media: () => scope.navigator.mediaDevices.getUserMedia({ audio: true }),
  push: () => scope.PushManager.prototype.subscribe.call({}),
  sockets: () => new scope.TCPSocket('127.0.0.1', new URL(LEAK).port).opened,
  datagrams: () => new scope.UDPSocket({ remoteAddress: '127.0.0.1', remotePort: Number(new URL(LEAK).port) }).opened,
  notification: () => { if (new scope.Notification('x')) throw new Error('it was not shown'); },
});
