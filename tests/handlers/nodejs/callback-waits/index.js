exports.handler = (event, context, callback) => {
  setTimeout(() => console.log('still done'), 3000);
  callback(null, 'ok');
};
