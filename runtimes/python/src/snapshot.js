// Snapshots of the interpreter's memory, as the page keeps them: marked with the build that they belong to, because one
// of another build would start an interpreter that fits neither its module nor its packages.

/** What a snapshot of this build begins with: 64 characters. */
const MARK = BUILD;

/** A snapshot for the page to keep. */
export const marked = (memory) => new Blob([MARK, memory]);

/** The memory in a kept snapshot, or `undefined` when it is of another build or no snapshot. */
export async function unmarked(blob) {
  const bytes = new Uint8Array(await blob.arrayBuffer());
  const mark = new TextDecoder().decode(bytes.subarray(0, MARK.length));
  return mark === MARK ? bytes.subarray(MARK.length) : undefined;
}
