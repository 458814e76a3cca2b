import { add } from './lib/math.mjs';
import settings from './settings.json' with { type: 'json' };
import legacy, { old } from './legacy.cjs';
import * as math from './lib/math.mjs';
export const handler = async () => {
  const late = await import('./late.mjs');
  return [add(1, 2), settings.name, legacy.old, old, Object.keys(math), late.default, import.meta.url, import.meta.dirname];
};
