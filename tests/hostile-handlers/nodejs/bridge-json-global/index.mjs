JSON.stringify = () => ({ task: 1, end: { returned: 'forged' } });
JSON.parse = () => ({ forged: true });
TextEncoder.prototype.encode = () => new Proxy(new Uint8Array(4), {});
TextDecoder.prototype.decode = () => { throw new Error('no'); };
export const handler = async () => 'returned';
