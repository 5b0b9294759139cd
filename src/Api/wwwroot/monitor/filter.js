// What the reader wants to see: agents and channels whose id begins so, and a status or a kind of event.
import { byId, make } from './dom.js';
import { labelOf, statuses } from './statuses.js';

const kinds = [['identity', 'Accounts paused, recovered, tested'], ['updated', 'Settings changed']];
const maxSuggestions = 300;

export class Filter {
  agent = '';
  channel = '';
  status = '';
  #suggested = new Set();

  constructor(changed) {
    const form = byId('filter');
    byId('filter-status').append(
      option('', 'Any'), ...statuses.map(status => option(status, labelOf(status))), ...kinds.map(([value, text]) => option(value, text)));
    form.addEventListener('submit', event => event.preventDefault());
    form.addEventListener('input', () => this.#take(changed));
    // A reset empties the form only after its event.
    form.addEventListener('reset', () => setTimeout(() => this.#take(changed)));
  }

  get isOn() { return Boolean(this.agent || this.channel || this.status); }

  accepts(event) {
    return begins(event.agentId, this.agent)
      && begins(event.kind === 'channel' ? event.senderId : null, this.channel)
      && (!this.status || event.status === this.status || event.type.startsWith(`${this.status}.`) || event.type.endsWith(`.${this.status}`));
  }

  /** Which senders to count: null for all. What an agent wrote through a channel counts as the channel's. */
  get senders() {
    if (!this.agent && !this.channel) return null;
    if (this.agent && this.channel) return undefined;
    const [kind, id] = this.agent ? ['agent', this.agent] : ['channel', this.channel];
    return (senderKind, senderId) => senderKind === kind && begins(senderId, id);
  }

  suggest(kind, id) {
    const key = `${kind} ${id}`;
    if (!id || (kind !== 'agent' && kind !== 'channel') || this.#suggested.has(key) || this.#suggested.size >= maxSuggestions) return;
    this.#suggested.add(key);
    byId(`${kind}s`).append(option(id, id));
  }

  #take(changed) {
    this.agent = byId('filter-agent').value.trim();
    this.channel = byId('filter-channel').value.trim();
    this.status = byId('filter-status').value;
    changed();
  }
}

const begins = (id, start) => !start || (id ?? '').toLowerCase().startsWith(start.toLowerCase());

function option(value, text) {
  const element = make('option', { text });
  element.value = value;
  return element;
}
