// The big numbers.
import { byId, make, perFrame, setText } from './dom.js';
import { day, number, plural, span, timeOfDay } from './format.js';
import { finished, labelOf, toneOf, waiting } from './statuses.js';

export class Counters {
  #counts;
  #filter;
  #cells = new Map();
  #stats = null;

  constructor(counts, filter) {
    this.#counts = counts;
    this.#filter = filter;
    this.#add('waiting', waiting);
    this.#add('finished', finished);
  }

  draw = perFrame(() => this.#draw());

  /** What only a reading tells. */
  read(stats) {
    this.#stats = stats;
    this.draw();
  }

  #add(listId, statuses) {
    byId(listId).append(...statuses.map(status => {
      const value = make('dd', { text: '–' });
      value.id = `count-${status}`;
      this.#cells.set(status, value);
      return make('div', { className: toneOf(status) }, make('dt', { text: labelOf(status) }), value);
    }));
  }

  #draw() {
    if (!this.#stats) return;
    const { senders } = this.#filter;
    const counts = this.#counts.of(senders ?? null);
    let all = 0;
    for (const [status, cell] of this.#cells) {
      const count = Math.max(0, counts[status] ?? 0);
      all += count;
      setText(cell, number(count));
    }
    setText(byId('counts-about'), `${this.#whose(senders)}, as of ${timeOfDay(this.#stats.asOf)} and every event since`);
    setText(byId('finished-title'), `Finished, of those accepted since ${day(this.#stats.since)}`);
    const empty = byId('counts-empty');
    empty.hidden = all > 0;
    setText(empty, senders
      ? 'Nothing waits for these senders, and nothing of the last day has come to an end.'
      : 'Nothing sent yet: POST /v1/emails takes the first email, and the examples at /swagger show how. It appears here at once.');
    this.#drawFacts();
  }

  #whose(senders) {
    const { agent, channel } = this.#filter;
    if (senders === undefined) return 'All senders (counts are by agent or by channel)';
    if (!senders) return 'All senders';
    return agent ? `Agent ${agent}, from the own address` : `Channel ${channel}`;
  }

  #drawFacts() {
    const { oldestQueuedAgeSeconds: oldest, unaccounted } = this.#stats;
    setText(byId('oldest'), oldest === null ? 'None is queued' : `${span(oldest)} ago`);
    const fact = byId('unaccounted');
    fact.className = unaccounted ? 'alarm' : '';
    setText(fact, unaccounted
      ? `${plural(unaccounted, 'email')} waiting with nobody to act on ${unaccounted === 1 ? 'it' : 'them'}: this must be 0. Tell whoever runs AgentMail.`
      : '0: every accepted email is accounted for');
  }
}
