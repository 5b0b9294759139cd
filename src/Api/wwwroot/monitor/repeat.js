/**
 * Does something again and again with a pause between, only while somebody looks at the page, and at once when somebody looks again.
 * A failure is for `work` to tell, which may ask to be called sooner.
 */
export function repeat(work, pause) {
  let timer = 0, due = 0, running = false, stopped = false;

  async function run() {
    running = true;
    due = Date.now() + pause;
    try { await work(); } finally { running = false; }
    plan();
  }

  function plan() {
    clearTimeout(timer);
    if (!running && !stopped && !document.hidden) timer = setTimeout(run, Math.max(0, due - Date.now()));
  }

  function soon(wait) {
    if (Date.now() + wait >= due) return;
    due = Date.now() + wait;
    plan();
  }

  document.addEventListener('visibilitychange', plan);
  run();
  return { soon, stop: () => { stopped = true; clearTimeout(timer); document.removeEventListener('visibilitychange', plan); } };
}
