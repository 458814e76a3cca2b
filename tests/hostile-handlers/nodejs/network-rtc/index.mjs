import { attempts, scope } from './attempts.mjs';
const LEAK = process.env.LEAK;
export const handler = () => attempts({
  connection: async () => {
    const { host } = new URL(LEAK);
    const connection = new scope.RTCPeerConnection({ iceServers: [{ urls: `stun:${host}` }] });
    connection.createDataChannel('leak');
    await connection.setLocalDescription(await connection.createOffer());
    return 'an offer';
  },
  prefixed: () => new scope.webkitRTCPeerConnection(),
  channel: () => new scope.RTCDataChannel(),
});
