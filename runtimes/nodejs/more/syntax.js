// An asset of its own: finds where code stops being JavaScript.

import { parse } from "acorn";

__coldstart_asset.register((source, kind) => {
  try {
    parse(source, {
      ecmaVersion: "latest",
      sourceType: kind,
      allowHashBang: true,
      // The code of a CommonJS file is the body of a function.
      allowReturnOutsideFunction: kind === "script",
    });
    return undefined;
  } catch (error) {
    return error.loc;
  }
});
