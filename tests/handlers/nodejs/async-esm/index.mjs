export const handler = async (event) => {
  console.log('got', event);
  return { statusCode: 200, body: JSON.stringify(event.key) };
};
