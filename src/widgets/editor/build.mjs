// Makes the editor ready to be served: `node src/widgets/editor/build.mjs FOLDER`. Run from the project's root.

import { rm } from 'node:fs/promises';
import { build } from 'esbuild';

const folder = process.argv[2];

await rm(folder, { recursive: true, force: true });
await build({
  entryPoints: ['src/widgets/editor/editor.mjs'],
  outdir: folder,
  bundle: true,
  format: 'esm',
  // What is compared is loaded when something is: a file of its own, named by its contents.
  splitting: true,
  chunkNames: '[name]-[hash]',
  minify: true,
  target: 'es2022',
  legalComments: 'none',
  logLevel: 'warning',
});
