// What comes from PyPI: pinned by address and checksum, and kept under target/ so that it is fetched once.
import { createHash } from "node:crypto";
import fs from "node:fs/promises";
import path from "node:path";
import { readZip } from "./zip.mjs";

const HOST = "https://files.pythonhosted.org/packages/";

/** Each wheel: where it is on PyPI's host, and the SHA-256 that PyPI gives for it. */
export const WHEELS = [
  {
    file: "47/b1/89e65362f9409fa3233fa227d1798e3e39012f7461a75b8ca9472c3d3b0b/boto3-1.44.5-py3-none-any.whl",
    sha256: "70c3e0409794b29ec1900bcaff0695b73234a2d32ffaed35045b94caa26212a5",
  },
  {
    file: "73/0b/9f5dad3e0acf5307f34e38fa9a3c3e93f3e4da51667a5939846015269587/botocore-1.44.5-py3-none-any.whl",
    sha256: "8f16a56d1dff125dd65322ae021efa7ba5195a6db5102b96862566055b748921",
  },
  {
    file: "e2/a4/88f9e10498759121060b8050a1554753dfc04df39bbbcc7aad9ecc8d9440/s3transfer-0.19.3-py3-none-any.whl",
    sha256: "24eb7535804306355e31c952a90022bf5b2f9d760f9a11062c7493a217c08553",
  },
  {
    file: "14/2f/967ba146e6d58cf6a652da73885f52fc68001525b4197effc174321d70b4/jmespath-1.1.0-py3-none-any.whl",
    sha256: "a5663118de4908c91729bea0acadca56526eb2698e83de10cd116ae0f4e97c64",
  },
  {
    file: "b7/ce/149a00dd41f10bc29e5921b496af8b574d8413afcd5e30dfa0ed46c2cc5e/six-1.17.0-py2.py3-none-any.whl",
    sha256: "4721f391ed90541fddacab5acf947aa0d3dc7d27b2e1e8eda2be8970586c3274",
  },
  {
    file: "92/9d/c4e665119135114480843e7ab388fa94d8480650450e6f8e26b70d323a4c/urllib3-2.8.0-py3-none-any.whl",
    sha256: "0cf3cae568d36aa9576b28dfb35f11328f1cb974ca7647d9475ebb86c75ac6e3",
  },
  {
    file: "ec/57/56b9bcc3c9c6a792fcbaf139543cee77261f3651ca9da0c93f5c1221264b/python_dateutil-2.9.0.post0-py2.py3-none-any.whl",
    sha256: "a8b2bc7bffae282281c8140a97d3aa9c14da0b136dfe83f850eea9a5f7470427",
  },
  {
    file: "0a/66/9a06c2227fedfd4919f0eaaa8b94377d9730882a7e4f95823c9a331ab5e1/tzdata-2026.6-py2.py3-none-any.whl",
    sha256: "0a10eec6e13ef16b627fabed9a5f2ba61a62b1c67f327305f4e7e412a70b4aec",
  },
  {
    file: "11/8d/d2532ad2a603ca2b93ad9f5135732124e57811d0168155852f37fbce2458/pillow-12.2.0-cp314-cp314-manylinux_2_27_x86_64.manylinux_2_28_x86_64.whl",
    sha256: "4bfd07bc812fbd20395212969e41931001fd59eb55a60658b0e5710872e95286",
  },
];

const sum = (bytes) => createHash("sha256").update(bytes).digest("hex");

/** The bytes of one wheel, from `cache` or from PyPI. Throws when they are not what the checksum says. */
async function wheel({ file, sha256 }, cache) {
  const kept = path.join(cache, path.basename(file));
  const there = await fs.readFile(kept).catch(() => undefined);
  if (there && sum(there) === sha256) return there;
  const answer = await fetch(HOST + file);
  if (!answer.ok) throw new Error(`${HOST}${file} answers ${answer.status}`);
  const bytes = Buffer.from(await answer.arrayBuffer());
  if (sum(bytes) !== sha256) throw new Error(`${path.basename(file)} has the SHA-256 ${sum(bytes)}, not ${sha256}`);
  await fs.mkdir(cache, { recursive: true });
  await fs.writeFile(kept, bytes);
  return bytes;
}

/** The files of all wheels together: a map from path (below site-packages) to bytes. */
export async function wheelFiles(cache) {
  const files = new Map();
  for (const one of WHEELS) {
    for (const [name, bytes] of readZip(await wheel(one, cache))) files.set(name, bytes);
  }
  return files;
}
