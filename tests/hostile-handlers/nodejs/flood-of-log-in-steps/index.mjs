export const handler = async () => {
  for (;;) {
    for (let at = 0; at < 500; at++) console.log('x'.repeat(4000));
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
};
