// The runtime's script: everything that a worker of nodejs begins with.

import "./cage/primordials.js";
import "./bootstrap.js";
