// Starts the service worker, gives the starting frame away once the page has started, and says so in words
// when it cannot start. The page works without a service worker: then it is not kept for offline use, and
// requests to AWS addresses that code sends by itself are not answered.

(() => {
  // Trunk says this once the page's code has run and drawn.
  addEventListener('TrunkApplicationStarted', () => document.getElementById('boot')?.remove(), { once: true });

  function failed(reason) {
    const text = document.getElementById('boot-text');
    if (!text) return;
    document.getElementById('boot').classList.add('is-failed');
    text.setAttribute('role', 'alert');
    text.textContent = typeof WebAssembly === 'object'
      ? `Coldstart could not start: ${reason}. Load the page again; if it still fails, use a current Chrome, Edge, Firefox or Safari.`
      : 'This browser has no WebAssembly, which Coldstart runs on. Use a current Chrome, Edge, Firefox or Safari.';
  }
  addEventListener('error', (event) => failed(event.message || 'a file did not arrive'));
  addEventListener('unhandledrejection', (event) => failed(event.reason?.message ?? event.reason));

  async function register() {
    // Missing on plain http and in some private windows.
    if (!('serviceWorker' in navigator)) return;
    try {
      await navigator.serviceWorker.register('sw.js', { updateViaCache: 'none' });
      const { active } = await navigator.serviceWorker.ready;
      // What the first view does not need comes when the line is quiet, unless the learner pays for each megabyte.
      if (navigator.connection?.saveData) return;
      const quiet = globalThis.requestIdleCallback ?? ((then) => setTimeout(then, 2000));
      quiet(() => active.postMessage({ type: 'coldstart:keep' }), { timeout: 5000 });
    } catch (error) {
      console.info('Coldstart goes on without its service worker:', error.message);
    }
  }
  // The worker's own fetches must not compete with the page's.
  addEventListener('load', register, { once: true });
})();
