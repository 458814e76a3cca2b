import { addressOf, attempts, importing } from './attempts.mjs';
const LEAK = process.env.LEAK;
export const handler = () => attempts({
  address: () => importing(`${LEAK}/module`),
  data: () => importing('data:text/javascript,export default 1'),
  blob: () => importing(addressOf(`import "${LEAK}/within"`)),
  json: () => new Function('address', 'return import(address, { with: { type: "json" } })')(`${LEAK}/json`),
  evaluated: () => (0, eval)(`import("${LEAK}/evaluated")`),
  rewritten: () => import(`${LEAK}/rewritten`),
});
