// An asset: parts of Node that few handlers use and that weigh much, fetched when the package's code names one.

__coldstart_asset.register({
  zlib: () => require("./zlib.js").default,
  assert: () => require("npm:assert/build/assert.js"),
  comparisons: () => require("npm:assert/build/internal/util/comparisons.js"),
  ciphers: () => require("./ciphers.js"),
  derivation: () => require("./derivation.js"),
});
