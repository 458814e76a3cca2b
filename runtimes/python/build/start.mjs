// Finds out what boto3, Pillow and Python's own library compile when they are imported: regular expressions, and the
// sources of methods that classes get. Compiling them in every start would take longer than reading all modules.
import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { loadPyodide } from "pyodide";
import { unpack } from "../src/files.js";

/** What most functions do before their handler is called. */
const A_START = `
import sys
sys.path.insert(0, "/var/runtime")
import _compiled
import _runtime.prepare
_runtime.prepare.import_all()
import boto3
for service in ("dynamodb", "s3"):
    boto3.resource(service, region_name="us-east-1")
f"SOURCES = {_compiled.SOURCES!r}\\nPATTERNS = {_compiled.PATTERNS!r}\\n"
`;

/**
 * The module `_compiled`, as Python's source.
 *
 * @param {Buffer} boot the archive that Python starts from, with boot/recorder.py for that module
 * @param {Buffer[]} archives the files of Python's library and of the packages
 */
export async function compiledInAStart(boot, archives) {
  const folder = await fs.mkdtemp(path.join(os.tmpdir(), "coldstart-"));
  try {
    const stdLibURL = path.join(folder, "boot.zip");
    await fs.writeFile(stdLibURL, boot);
    const fsInit = (FS) => {
      for (const archive of archives) unpack(FS, new Uint8Array(archive).buffer);
    };
    const python = await loadPyodide({ stdLibURL, fsInit, env: { HOME: "/tmp", PYTHONHASHSEED: "0" } });
    return python.runPython(A_START);
  } finally {
    await fs.rm(folder, { recursive: true });
  }
}
