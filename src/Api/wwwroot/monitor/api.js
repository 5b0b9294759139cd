// Calls of the server. An answer that is no success is an error with the server's own words.
const deadline = 15_000;

export class Refusal extends Error {
  constructor(status, detail) {
    super(detail);
    this.status = status;
  }

  get isSignedOut() { return this.status === 401; }
}

export const read = path => call(path, { method: 'GET' });

export const signIn = key => call('session', {
  method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ key }),
});

export const signOut = () => call('session', { method: 'DELETE' });

/** Why a stream does not open, which an EventSource keeps to itself. Resolves when it would open. */
export async function probe(path) {
  const stop = new AbortController();
  try {
    await call(path, { headers: { Accept: 'text/event-stream' } }, AbortSignal.any([stop.signal, AbortSignal.timeout(deadline)]), false);
  } finally {
    stop.abort();
  }
}

async function call(path, options, signal = AbortSignal.timeout(deadline), hasBody = true) {
  const answer = await fetch(path, { ...options, signal, cache: 'no-store', redirect: 'error' });
  if (!answer.ok) throw new Refusal(answer.status, await detailOf(answer));
  return hasBody && answer.status !== 204 ? answer.json() : null;
}

async function detailOf(answer) {
  const problem = await answer.json().catch(() => null);
  return problem?.detail ?? `The server answered ${answer.status}.`;
}
