// Cuts the page's fonts down to what a first visit shows: `node fonts.mjs <folder>`.
//
// English, code and the signs of the page are one small file a font. Whatever else of Latin a name may hold is in a
// second file, which a browser fetches when such a letter is to be shown (see static/css/fonts.css).

import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import subsetFont from 'subset-font';

const folder = process.argv[2];

const ascii = Array.from({ length: 95 }, (_, at) => String.fromCodePoint(32 + at)).join('');
// Keep in step with the unicode-range of the first faces in static/css/fonts.css.
const signs = '\u00a0\u00b7\u00d7\u2013\u2014\u2018\u2019\u201c\u201d\u2026\u2190\u2192\u2212';

const fonts = [
  // The weights that the page's styles use.
  { from: '@fontsource-variable/inter/files/inter-latin-wght-normal.woff2', name: 'inter', wght: { min: 400, max: 600 } },
  {
    from: '@fontsource-variable/jetbrains-mono/files/jetbrains-mono-latin-wght-normal.woff2',
    name: 'jetbrains-mono',
    wght: { min: 400, max: 600 },
  },
];

for (const { from, name, wght } of fonts) {
  const whole = await readFile(join('node_modules', from));
  const first = await subsetFont(whole, ascii + signs, {
    targetFormat: 'woff2',
    variationAxes: { wght },
    // Kerning, and figures of one width; ligatures of code and alternate letters are not used.
    keepFeatures: ['kern', 'tnum', 'ccmp', 'mark', 'mkmk', 'locl'],
  });
  await writeFile(join(folder, `${name}.woff2`), first);
  await writeFile(join(folder, `${name}-rest.woff2`), whole);
}
