export const handler = async () => {
  const { AWS_REGION, AWS_EXECUTION_ENV, LAMBDA_TASK_ROOT, _HANDLER, TZ, TABLE, AWS_LAMBDA_FUNCTION_NAME, NODE_PATH } = process.env;
  process.env.NUMBER = 7;
  return [AWS_REGION, AWS_EXECUTION_ENV, LAMBDA_TASK_ROOT, _HANDLER, TZ, TABLE, AWS_LAMBDA_FUNCTION_NAME, NODE_PATH.split(':')[0], process.env.NUMBER, process.env.MISSING === undefined];
};
