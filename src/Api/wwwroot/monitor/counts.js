// Emails by status: what the server counted as of one event, moved on by the events after it. Ids of events ascend, as texts too.
import { waiting } from './statuses.js';

const maxMoves = 50_000;
const maxKnown = 20_000;

export class Counts {
  #base = null;
  #asOf = '';
  #moves = [];
  #known = new Map();

  get isRead() { return this.#base !== null; }

  /** A new reading counts; of the moves only those that it has not seen stay. */
  read(stats) {
    this.#base = stats;
    this.#asOf = stats.lastEventId;
    this.#moves = this.#moves.filter(move => move.id > this.#asOf);
  }

  /** Takes an event in; true when only a new reading can tell where the email stood before. */
  move(event) {
    if (!event.emailId) return false;
    const before = this.#known.get(event.emailId);
    this.#remember(event);
    if (event.id <= this.#asOf) return false;
    this.#moves.push({ id: event.id, from: before ?? likelyBefore(event), to: event.status, kind: event.kind, sender: event.senderId });
    const tooMany = this.#moves.length > maxMoves;
    if (tooMany) this.#moves.splice(0, maxMoves / 2);
    // Held mail that goes on looks like new mail.
    return tooMany || (before === undefined && (!isNew(event) || this.#base?.byStatus.held > 0));
  }

  /** Counts by status of the senders that `includes` names by kind and id; all without it. */
  of(includes = null) {
    const counts = {};
    const add = (status, by) => { if (status) counts[status] = (counts[status] ?? 0) + by; };
    for (const part of this.#parts(includes))
      for (const [status, count] of Object.entries(part)) add(status, count);
    for (const move of this.#moves.filter(m => !includes || includes(m.kind, m.sender))) {
      add(move.from, -1);
      add(move.to, 1);
    }
    return counts;
  }

  #parts(includes) {
    if (!this.#base) return [];
    return includes ? this.#base.byIdentity.filter(i => includes(i.sender.kind, i.sender.id)).map(i => i.byStatus) : [this.#base.byStatus];
  }

  // What waits moves again; what came to an end hardly ever does, and is told by a new reading then.
  #remember({ emailId, status }) {
    this.#known.delete(emailId);
    if (!waiting.includes(status)) return;
    this.#known.set(emailId, status);
    if (this.#known.size > maxKnown) this.#known.delete(this.#known.keys().next().value);
  }
}

const isNew = event => (event.status === 'queued' || event.status === 'scheduled') && event.attempt === 0 && !event.by;

/** The usual way, until the next reading says. */
function likelyBefore(event) {
  if (isNew(event)) return null;
  switch (event.status) {
    case 'queued': return event.by === 'resend' ? 'uncertain' : 'held';
    case 'sending': case 'cancelled': return 'queued';
    case 'delivered': case 'bounced': return 'sent';
    default: return event.attempt === 0 ? 'queued' : 'sending';
  }
}
