import { attempts, scope } from './attempts.mjs';
const LEAK = process.env.LEAK;
export const handler = () => attempts({
  face: () => new scope.FontFace('leak', `url(${LEAK}/font)`).load(),
  added: () => {
    const face = new scope.FontFace('leak', `url(${LEAK}/added)`);
    scope.fonts.add(face);
    return scope.fonts.load('12px leak').then(() => face.status === 'loaded' ? face.status : Promise.reject(new Error(face.status)));
  },
});
