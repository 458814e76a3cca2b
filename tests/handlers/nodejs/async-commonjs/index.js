exports.handler = async function (event, context) {
  return [context.functionName, context.memoryLimitInMB, context.functionVersion, typeof context.awsRequestId];
};
