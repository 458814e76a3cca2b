let calls = 0;
exports.handler = (event, context, callback) => {
  context.callbackWaitsForEmptyEventLoop = false;
  calls += 1;
  if (calls === 1) setTimeout(() => console.log('left over from the first'), 1000);
  setTimeout(() => callback(null, calls), 2000);
};
