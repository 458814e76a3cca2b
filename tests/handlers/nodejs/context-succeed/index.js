exports.handler = function (event, context) {
  setTimeout(function () { context.succeed({ old: true }); }, 10);
};
