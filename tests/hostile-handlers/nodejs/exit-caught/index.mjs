export const handler = async () => {
  try { process.exit(3); } catch {}
  for (;;) { try { process.exit(0); } catch {} await null; }
};
