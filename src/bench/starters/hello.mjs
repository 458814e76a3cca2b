// What stands out here runs once for each environment, and is kept between events.
let runs = 0;

export const handler = async (event, context) => {
  runs += 1;
  console.log('Event:', JSON.stringify(event));
  return {
    message: `Hello from ${context.functionName}`,
    runsInThisEnvironment: runs,
  };
};
