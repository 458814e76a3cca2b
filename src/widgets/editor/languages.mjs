// The languages that the editor reads, each loaded when a text in it is first opened.

const LOADERS = {
  javascript: () => import('./javascript.mjs').then(({ extension }) => extension),
  python: () => import('./python.mjs').then(({ extension }) => extension),
  rust: () => import('@codemirror/lang-rust').then(({ rust }) => rust()),
  json: () => import('@codemirror/lang-json').then(({ json }) => json()),
};

const loaded = {};

/** A language that is there; none while it is not. */
export const languageOf = (name) => loaded[name] ?? [];

/** Loads a language: whether it came only now. Without it a text is plain, and can be edited all the same. */
export async function load(name) {
  if (name in loaded || !(name in LOADERS)) return false;
  const extension = await LOADERS[name]().catch(() => null);
  if (extension !== null) loaded[name] = extension;
  return extension !== null;
}

/** Python's four spaces; two where braces say what belongs together. */
export const indentOf = (name) => (name === 'python' ? '    ' : '  ');
