export const handler = async (event, context) => {
  const before = context.getRemainingTimeInMillis();
  await new Promise((resolve) => setTimeout(resolve, 2500));
  return [before, context.getRemainingTimeInMillis()];
};
