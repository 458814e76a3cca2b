export const handler = async () => {
  process.stdout.write('raw line\nand ');
  process.stdout.write('more\n');
  process.stderr.write('no break');
};
