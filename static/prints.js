// Makes prints of pictures, beside the page's own thread: decoding is quick nowhere, and shrinking twelve megapixels
// would hold the page for forty milliseconds. It knows nothing of what the pictures are.
//
// A message is [bytes, type, width, port]; the answer on the port is a Blob no wider than `width`, `true` when no width
// was asked for and the bytes are a picture, or `null` when they are none that this browser can read.

self.onmessage = async ({ data: [bytes, type, width, port] }) => {
  port.postMessage(await print(bytes, type, width).catch(() => null));
};

async function print(bytes, type, width) {
  const bitmap = await createImageBitmap(new Blob([bytes], { type }));
  try {
    if (!width) return true;
    const scale = Math.min(1, width / bitmap.width);
    const canvas = new OffscreenCanvas(Math.max(1, Math.round(bitmap.width * scale)), Math.max(1, Math.round(bitmap.height * scale)));
    const context = canvas.getContext('2d');
    context.imageSmoothingQuality = 'medium';
    context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    // What may be transparent stays so.
    return await canvas.convertToBlob(type === 'image/jpeg' ? { type, quality: 0.86 } : { type: 'image/png' });
  } finally {
    bitmap.close();
  }
}
