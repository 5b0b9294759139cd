// The live stream through the browser's own EventSource, which resumes by itself after a cut. Where it gives up, as after a 503 of a
// proxy, the page asks why and opens another from the last event it has seen.
import { probe } from './api.js';
import { eventTypes } from './statuses.js';

const shortestWait = 1_000;
const longestWait = 15_000;
const longAway = 60_000;

export class Stream {
  #source = null;
  #last;
  #wait = shortestWait;
  #timer = 0;
  #hiddenSince = 0;
  #tell;

  /**
   * @param after the event after which to begin
   * @param tell `event(object)`, `state('live' | 'reconnecting', why)`, `refused(error)` when signed out
   */
  constructor(after, tell) {
    this.#last = after;
    this.#tell = tell;
    document.addEventListener('visibilitychange', this.#look);
    window.addEventListener('online', this.#reopen);
    this.#open();
  }

  stop() {
    clearTimeout(this.#timer);
    this.#source?.close();
    this.#source = null;
    document.removeEventListener('visibilitychange', this.#look);
    window.removeEventListener('online', this.#reopen);
  }

  get #path() { return `v1/events/stream?lastEventId=${encodeURIComponent(this.#last)}`; }

  #open() {
    const source = new EventSource(this.#path);
    this.#source = source;
    for (const type of eventTypes) source.addEventListener(type, message => this.#take(message));
    source.onopen = () => {
      this.#wait = shortestWait;
      this.#tell.state('live');
    };
    source.onerror = () => {
      if (source !== this.#source) return;
      this.#tell.state('reconnecting');
      if (source.readyState === EventSource.CLOSED) this.#later();
    };
  }

  // Ids ascend: whatever a resumed stream says again is known by its id.
  #take({ lastEventId, data }) {
    if (lastEventId <= this.#last) return;
    this.#last = lastEventId;
    this.#tell.event(JSON.parse(data));
  }

  #later() {
    this.#source?.close();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#again(), this.#wait);
    this.#wait = Math.min(2 * this.#wait, longestWait);
  }

  async #again() {
    const source = this.#source;
    try {
      await probe(this.#path);
    } catch (error) {
      if (source !== this.#source) return;
      if (error.isSignedOut) this.#tell.refused(error);
      else {
        this.#tell.state('reconnecting', error.status ? error.message : '');
        this.#later();
      }
      return;
    }
    if (source === this.#source && source) this.#open();
  }

  // A connection may have died without a word while the machine slept or was on another network.
  #reopen = () => {
    if (!this.#source) return;
    clearTimeout(this.#timer);
    this.#source.close();
    this.#open();
  };

  #look = () => {
    if (document.hidden) this.#hiddenSince = Date.now();
    else if (this.#hiddenSince && Date.now() - this.#hiddenSince > longAway) this.#reopen();
  };
}
