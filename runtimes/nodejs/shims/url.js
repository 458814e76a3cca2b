// The module `url`: npm's older interface, and the browser's URL, which is the same standard as Node's.

import legacy from "npm:url";

const invalid = (message, code) => Object.assign(new TypeError(message), { code });

/** The path of a `file:` address. */
function fileURLToPath(address) {
  const url = typeof address === "string" ? new URL(address) : address;
  if (url?.protocol !== "file:") throw invalid("The URL must be of scheme file", "ERR_INVALID_URL_SCHEME");
  if (url.hostname) throw invalid('File URL host must be "localhost" or empty on linux', "ERR_INVALID_FILE_URL_HOST");
  return decodeURIComponent(url.pathname);
}

/** The `file:` address of a path. */
function pathToFileURL(path) {
  const full = require("npm:path-browserify").resolve(path) + (path.endsWith("/") && path !== "/" ? "/" : "");
  const url = new URL("file:///");
  url.pathname = full
    .replace(/%/g, "%25")
    .replace(/\\/g, "%5C")
    .replace(/\n/g, "%0A")
    .replace(/\?/g, "%3F")
    .replace(/#/g, "%23");
  return url;
}

const urlToHttpOptions = (url) => ({
  protocol: url.protocol,
  hostname: url.hostname.replace(/^\[|\]$/g, ""),
  hash: url.hash,
  search: url.search,
  pathname: url.pathname,
  path: `${url.pathname}${url.search}`,
  href: url.href,
  ...(url.port !== "" && { port: Number(url.port) }),
  ...((url.username || url.password) && {
    auth: `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`,
  }),
});

export default {
  ...legacy,
  format: (value, options) => (value instanceof URL ? formatURL(value, options) : legacy.format(value)),
  URL,
  URLSearchParams,
  fileURLToPath,
  pathToFileURL,
  urlToHttpOptions,
  domainToASCII: (domain) => new URL(`ws://${domain}`).hostname,
  domainToUnicode: (domain) => domain,
};

function formatURL(value, { auth = true, fragment = true, search = true } = {}) {
  const url = new URL(value.href);
  if (!auth) url.username = url.password = "";
  if (!fragment) url.hash = "";
  if (!search) url.search = "";
  return url.href;
}
