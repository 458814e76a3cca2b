import { promises as fs, createReadStream, createWriteStream, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';
export const handler = async () => {
  const codes = [];
  for (const path of ['/var/task/x', '/x', '/opt/x']) {
    try { writeFileSync(path, 'x'); } catch (error) { codes.push(error.message); }
  }
  try { await fs.readFile('/tmp/none'); } catch (error) { codes.push(error.message); }
  try { writeFileSync('/tmp/big', Buffer.alloc(513 * 1024 * 1024)); } catch (error) { codes.push(error.code); }
  rmSync('/tmp/big', { force: true });
  mkdirSync('/tmp/a/b', { recursive: true });
  await fs.writeFile('/tmp/a/b/c.txt', 'hello');
  await pipeline(createReadStream('/tmp/a/b/c.txt'), createWriteStream('/tmp/a/d.txt'));
  return [codes, readdirSync('/tmp/a'), (await fs.readFile('/tmp/a/d.txt')).toString(), statSync('/tmp/a/d.txt').size, readdirSync('/var/task')];
};
