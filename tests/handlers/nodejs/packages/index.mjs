import main from 'with-main';
import { kind } from 'with-exports';
import { sub } from 'with-exports/sub';
import { scoped } from '@scope/pack';
import { createRequire } from 'node:module';
const require = createRequire(import.meta.url);
export const handler = async () => [main, kind, sub, scoped, require('with-exports').kind];
