exports.handler = function (event, context) {
  context.fail(new RangeError('too far'));
};
