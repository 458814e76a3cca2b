// The errors of file operations, in Node's words.

/** @type {Record<string, [number, string]>} */
const ERRORS = {
  ENOENT: [-2, "no such file or directory"],
  EACCES: [-13, "permission denied"],
  EBADF: [-9, "bad file descriptor"],
  EEXIST: [-17, "file already exists"],
  ENOTDIR: [-20, "not a directory"],
  EISDIR: [-21, "illegal operation on a directory"],
  EINVAL: [-22, "invalid argument"],
  ENOSPC: [-28, "no space left on device"],
  EROFS: [-30, "read-only file system"],
  ENOTEMPTY: [-39, "directory not empty"],
  ELOOP: [-40, "too many symbolic links encountered"],
};

export const nameOf = (number) =>
  Object.keys(ERRORS).find((code) => ERRORS[code][0] === number) ?? `Unknown system error ${number}`;

/** The error that Node throws when the system call `syscall` fails with `code`. */
export function failure(code, syscall, path, dest) {
  const [errno, text] = ERRORS[code];
  const where = path === undefined ? "" : ` '${path}'${dest === undefined ? "" : ` -> '${dest}'`}`;
  const error = new Error(`${code}: ${text}, ${syscall}${where}`);
  Object.assign(error, { errno, code, syscall }, path !== undefined && { path }, dest !== undefined && { dest });
  return error;
}
