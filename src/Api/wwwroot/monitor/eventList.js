// The newest events. A bounded number is kept, fewer are shown, and a frame adds all that came since the last one.
import { byId, make, perFrame, setText } from './dom.js';
import { moment, number, plural } from './format.js';
import { labelOf, toneOf } from './statuses.js';

const maxKept = 1000;
const maxRows = 200;

export class EventList {
  #filter;
  #kept = [];
  #waiting = [];
  #missedWhilePaused = 0;
  #isPaused = false;
  #rows = byId('events-rows');
  #draw = perFrame(() => this.#addRows());

  constructor(filter) {
    this.#filter = filter;
    byId('pause').addEventListener('click', () => this.#pause(!this.#isPaused));
    this.#explain();
  }

  add(event) {
    this.#kept.push(event);
    if (this.#kept.length > 2 * maxKept) this.#kept.splice(0, maxKept);
    if (!this.#filter.accepts(event)) return;
    if (this.#isPaused) this.#missedWhilePaused++;
    else {
      this.#waiting.push(event);
      if (this.#waiting.length > 2 * maxRows) this.#waiting.splice(0, maxRows);
    }
    this.#draw();
  }

  /** Another filter, or a list that goes on: what is kept is looked through anew. */
  refill() {
    this.#rows.replaceChildren();
    this.#waiting = this.#kept.filter(event => this.#filter.accepts(event)).slice(-maxRows);
    this.#missedWhilePaused = 0;
    this.#addRows();
  }

  #addRows() {
    const added = this.#waiting.splice(0).slice(-maxRows).reverse();
    this.#rows.prepend(...added.map(rowOf));
    while (this.#rows.childElementCount > maxRows) this.#rows.lastElementChild.remove();
    this.#explain();
  }

  #pause(isPaused) {
    this.#isPaused = isPaused;
    byId('pause').setAttribute('aria-pressed', isPaused);
    if (isPaused) this.#explain();
    else this.refill();
  }

  #explain() {
    const shown = this.#rows.childElementCount;
    const about = this.#isPaused ? `Paused; ${number(this.#missedWhilePaused)} new` : shown ? `The newest ${number(shown)}` : '';
    setText(byId('events-about'), about);
    const empty = byId('events-empty');
    empty.hidden = shown > 0;
    setText(empty, this.#filter.isOn
      ? `None of the newest ${plural(this.#kept.length, 'event')} fits the filter. Those that do appear here as they happen.`
      : 'No event yet. Each change of an email, an account or a setting appears here as it happens.');
  }
}

function rowOf(event) {
  const [kind, word] = event.type.split('.');
  const what = kind === 'email' ? labelOf(word) : `${labelOf(kind)} ${word}`;
  const next = event.nextAttemptAt ? `Next at ${moment(event.nextAttemptAt)}. ` : '';
  const time = make('time', { text: moment(event.at) });
  time.dateTime = event.at;
  time.title = event.at;
  const row = make('tr', { role: 'row' },
    cell('time', time), cell('', make('span', { className: `badge ${toneOf(word)}`, text: what })),
    cell('', event.sender), cell('', event.to), cell('wide', event.subject), cell('wide', next + event.details));
  row.dataset.id = event.id;
  return row;
}

const cell = (className, content) => make('td', { className, role: 'cell' }, content);
