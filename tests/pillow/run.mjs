// Runs the cases of operations.py over our PIL._imaging, in CPython by Pyodide on Node, and compares what comes out with
// what Pillow's own C module gave (recorded.json, by record.py).
//
//     node tests/pillow/run.mjs --wasm FILE [--pillow FOLDER] [--pyodide FOLDER] [--only TEXT] [--photos FOLDER]
//
// --wasm: imaging.wasm. --pillow: the folder PIL of the package Pillow 12.2, unless the wheel that the build of the runtime
// takes from PyPI is to serve. --pyodide: npm's pyodide, unless Node finds it. --photos: 12 MP photos as `cargo run -p functions --example photos` draws them; with it, times are printed.

import {readFileSync, readdirSync} from 'node:fs';
import {dirname, join, resolve} from 'node:path';
import {fileURLToPath, pathToFileURL} from 'node:url';
import {parseArgs} from 'node:util';
import {inflateSync} from 'node:zlib';
import {wheelFiles} from '../../runtimes/python/build/wheels.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const text = {type: 'string'};
const options = {wasm: text, pillow: text, pyodide: text, only: text, photos: text};
const {values: asked} = parseArgs({options});
if (!asked.wasm) throw new Error('usage: run.mjs --wasm FILE');

const python = await started();
const recorded = JSON.parse(readFileSync(join(here, 'recorded.json'), 'utf8'));
const failed = compare(JSON.parse(results()));
if (asked.photos) console.log(times());
console.log(`${recorded.length - failed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;

/** CPython with Pillow over ours, and the pictures in /pictures. */
async function started() {
  const from = asked.pyodide ? pathToFileURL(join(resolve(asked.pyodide), 'pyodide.mjs')).href : 'pyodide';
  const {loadPyodide} = await import(from);
  const pyodide = await loadPyodide();
  const glue = join(here, '../../runtimes/python/pillow');
  const {installImaging} = await import(pathToFileURL(join(glue, 'imaging.js')).href);
  installImaging(pyodide, new WebAssembly.Module(readFileSync(asked.wasm)));
  const site = `${pyodide.runPython('import site; site.getsitepackages()[0]')}/PIL`;
  const copy = (folder, to, wanted) => {
    pyodide.FS.mkdirTree(to);
    for (const name of readdirSync(folder).filter(wanted)) pyodide.FS.writeFile(`${to}/${name}`, readFileSync(join(folder, name)));
  };
  if (asked.pillow) {
    copy(asked.pillow, site, (name) => name.endsWith('.py'));
  } else {
    const files = await wheelFiles(join(here, '../../target/python-wheels'));
    pyodide.FS.mkdirTree(site);
    for (const [path, bytes] of files) {
      const name = /^PIL\/([^/]*\.py)$/.exec(path)?.[1];
      if (name) pyodide.FS.writeFile(`${site}/${name}`, bytes);
    }
  }
  copy(glue, site, (name) => name.endsWith('.py'));
  copy(join(here, 'pictures'), '/pictures', () => true);
  copy(here, '/tests', (name) => name === 'operations.py');
  if (asked.photos) copy(asked.photos, '/photos', (name) => name.endsWith('.jpg'));
  return pyodide;
}

/** What each case gives: its mode, size, digest and bytes. */
function results() {
  return python.runPython(`
import base64, hashlib, json, sys, warnings
warnings.simplefilter('ignore')
sys.path.insert(0, '/tests')
import operations
found = {}
for name, demand, make in operations.cases('/pictures'):
    mode, size, data = operations.result(make)
    digest = hashlib.sha256(data).hexdigest()[:16]
    found[name] = [mode, size, digest, base64.b64encode(data[:200_000]).decode()]
json.dumps(found)
`);
}

/** Compares all that was recorded; how many differ by more than they may. */
function compare(found) {
  let failed = 0;
  for (const {name, demand, mode, size, sha, data} of recorded) {
    if (asked.only && !name.includes(asked.only)) continue;
    const ours = found[name];
    const why = ours ? differs(ours, {demand, mode, size, sha, data}) : 'it was not run';
    if (why) {
      failed += 1;
      console.log(`${name}: ${why}`);
    }
  }
  return failed;
}

function differs([mode, size, sha, data], theirs) {
  if (mode !== theirs.mode || String(size) !== String(theirs.size)) {
    const said = mode === 'error' ? ` (${Buffer.from(data, 'base64')})` : '';
    return `is ${mode} ${size}${said}, Pillow's ${theirs.mode} ${theirs.size}`;
  }
  if (sha === theirs.sha) return null;
  const bytes = theirs.data && inflateSync(Buffer.from(theirs.data, 'base64'));
  if (theirs.demand === 0) {
    const kind = bytes ? `: ${Buffer.from(data, 'base64')}, Pillow's ${bytes}` : '';
    return `is not the same${kind}`;
  }
  const reached = likeness(Buffer.from(data, 'base64'), bytes);
  return reached >= theirs.demand ? null : `has ${reached.toFixed(1)} dB of ${theirs.demand}`;
}

/** The PSNR of bytes, in dB. */
function likeness(ours, theirs) {
  if (ours.length !== theirs.length) return 0;
  let sum = 0;
  for (let at = 0; at < ours.length; at += 1) sum += (ours[at] - theirs[at]) ** 2;
  return sum === 0 ? Infinity : 10 * Math.log10((255 * 255 * ours.length) / sum);
}

/** How long the classic thumbnail of a 12 MP photo takes, ms: the median of nine, after two to warm up. */
function times() {
  return python.runPython(`
import io, time, statistics
from PIL import Image
lines = []
for kind in ('baseline', 'progressive'):
    with open(f'/photos/{kind}.jpg', 'rb') as file:
        data = file.read()
    taken = []
    for _ in range(11):
        start = time.perf_counter()
        image = Image.open(io.BytesIO(data))
        image.thumbnail((100, 100))
        kept = io.BytesIO()
        image.save(kept, 'JPEG')
        taken.append((time.perf_counter() - start) * 1000)
    lines.append(f'{kind}: {statistics.median(taken[2:]):.1f} ms, best {min(taken):.1f}, {len(kept.getvalue())} bytes')
'\\n'.join(lines)
`);
}
