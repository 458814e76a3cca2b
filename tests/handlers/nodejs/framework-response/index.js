const http = require('http');

// What libraries do that put a web framework behind a function.
exports.handler = async (event) => {
  const written = [];
  const response = new http.ServerResponse({ method: 'GET' });
  response.assignSocket({ writable: true, write: (data) => written.push(String(data)) });
  response.setHeader('Content-Type', 'text/plain');
  response.statusCode = 404;
  await new Promise((resolve) => {
    response.on('finish', resolve);
    response.end(`no ${event.path}`);
  });
  return [response.headersSent, written];
};
