const { add } = require('./lib/math');
const settings = require('./settings.json');
const folder = require('./lib');
const a = require('./cycle-a');
exports.handler = async () => [add(1, 2), settings.name, folder.name, a.seen, require.resolve('./lib/math'), __filename, __dirname, module.id === __filename];
