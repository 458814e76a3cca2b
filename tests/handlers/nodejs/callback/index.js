exports.handler = (event, context, callback) => {
  setTimeout(() => callback(null, { doubled: event.n * 2 }), 50);
};
