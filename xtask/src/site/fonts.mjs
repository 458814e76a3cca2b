// Cuts the page's fonts down to what a first visit shows: `node fonts.mjs <folder>`.
//
// English, code and the signs of the page are one small file a font. Whatever else of Latin a name may hold is in
// others, which a browser fetches when such a letter is to be shown. Keep the letters in step with static/css/fonts.css.

import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import subsetFont from 'subset-font';

const folder = process.argv[2];

/** The letters of ranges of code points, both ends counted in. */
function letters(...ranges) {
  return ranges
    .flatMap(([from, to = from]) => Array.from({ length: to - from + 1 }, (_, at) => String.fromCodePoint(from + at)))
    .join('');
}

const first =
  letters([0x20, 0x7e], [0xa0], [0xb7], [0xd7], [0x2013], [0x2014], [0x2018, 0x2019], [0x201c, 0x201d], [0x2026], [0x2212]);
const arrows = letters([0x2190], [0x2192]);
const western = letters([0xa1, 0xb6], [0xb8, 0xd6], [0xd8, 0xff], [0x131], [0x152, 0x153], [0x20ac], [0x2122]);
const extended = letters([0x100, 0x17f], [0x20a0, 0x20c0]);
// What JetBrains Mono has of it.
const monoExtended =
  letters([0x100, 0x130], [0x134, 0x151], [0x154, 0x17f], [0x20ab], [0x20ae], [0x20bd], [0x20bf]);

const inter = 'inter-ui/variable/InterVariable.woff2';
const mono = (part) => `@fontsource-variable/jetbrains-mono/files/jetbrains-mono-${part}-wght-normal.woff2`;
// The weights that the page's styles use; Inter is drawn for text.
const interAxes = { wght: { min: 400, max: 600 }, opsz: 14 };
const monoAxes = { wght: { min: 400, max: 600 } };

const fonts = [
  { name: 'inter', from: inter, text: first + arrows, variationAxes: interAxes },
  { name: 'inter-rest', from: inter, text: western + extended, variationAxes: interAxes },
  { name: 'jetbrains-mono', from: mono('latin'), text: first, variationAxes: monoAxes },
  { name: 'jetbrains-mono-rest', from: mono('latin'), text: western, variationAxes: monoAxes },
  { name: 'jetbrains-mono-extended', from: mono('latin-ext'), text: monoExtended, variationAxes: monoAxes },
];

for (const { name, from, text, variationAxes } of fonts) {
  const cut = await subsetFont(await readFile(join('node_modules', from)), text, {
    targetFormat: 'woff2',
    variationAxes,
    // Kerning, and figures of one width; ligatures of code and alternate letters are not used.
    keepFeatures: ['kern', 'tnum', 'ccmp', 'mark', 'mkmk', 'locl'],
  });
  await writeFile(join(folder, `${name}.woff2`), cut);
}
