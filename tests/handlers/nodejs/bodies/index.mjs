// Bodies of every kind are read to their end before the handler counts as waiting.
const wasm = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]);

export const handler = async () => {
  const response = new Response(JSON.stringify({ a: 1 }), { headers: { 'content-type': 'application/json' } });
  const copy = response.clone();
  const form = new FormData();
  form.set('field', 'value');
  const { instance } = await WebAssembly.instantiate(wasm);
  return [
    await response.json(),
    await copy.text(),
    await new Blob(['a', 'b']).text(),
    (await new Request('https://example.com/', { method: 'POST', body: form }).text()).includes('name="field"'),
    Object.keys(instance.exports).length,
    await new Response(new Blob(['stream']).stream()).text(),
    Buffer.from(await crypto.subtle.digest('SHA-1', new TextEncoder().encode('abc'))).toString('hex'),
  ];
};
