import { attempts, event, scope } from './attempts.mjs';
const LEAK = process.env.LEAK;
export const handler = () => attempts({
  image: () => { const image = new scope.Image(); image.src = `${LEAK}/image`; return event(image, 'load'); },
  decoder: async () => new scope.ImageDecoder({ type: 'image/png', data: (await scope.fetch(`${LEAK}/decoder`)).body }).decode(),
  filter: () => {
    const context = new scope.OffscreenCanvas(8, 8).getContext('2d');
    context.filter = `url(${LEAK}/filter#f)`;
    context.fillRect(0, 0, 8, 8);
    throw new Error('drawn, and nothing came');
  },
  font: () => {
    const context = new scope.OffscreenCanvas(8, 8).getContext('2d');
    context.font = `12px url(${LEAK}/font)`;
    context.fillText('x', 0, 8);
    throw new Error('drawn, and nothing came');
  },
});
