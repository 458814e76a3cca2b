// One line for each case, the error of each that failed, and the sum, which `cargo xtask test` counts.

import {inspect} from 'node:util';
import {basename} from 'node:path';

export default async function* report(source) {
  let passed = 0;
  let failed = 0;
  for await (const {type, data} of source) {
    if (type === 'test:stdout' || type === 'test:stderr') yield data.message;
    // A file is a test of its own to the runner: it counts only when it could not be loaded.
    const file = data?.name?.endsWith('.test.mjs');
    if (type === 'test:pass' && data.skip !== undefined) continue;
    if (type === 'test:pass' && !file) {
      passed += 1;
      yield `${basename(data.file)}: ${data.name} (${Math.round(data.details.duration_ms)} ms)\n`;
    }
    if (type === 'test:fail' && data.details.error.failureType !== 'subtestsFailed') {
      failed += 1;
      yield `${basename(data.file ?? data.name)}: ${data.name} FAILED\n${inspect(data.details.error.cause ?? data.details.error)}\n`;
    }
  }
  yield failed ? `${failed} failed, ${passed} passed\n` : `${passed} passed\n`;
}
