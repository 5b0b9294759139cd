// What is shown to whoever is signed in: readings of the server, moved on by its events.
import { read } from './api.js';
import { Counters } from './counters.js';
import { Counts } from './counts.js';
import { byId, setText } from './dom.js';
import { before } from './eventIds.js';
import { EventList } from './eventList.js';
import { recordOf } from './eventRecord.js';
import { Filter } from './filter.js';
import { Lanes } from './lanes.js';
import { repeat } from './repeat.js';
import { Stream } from './stream.js';
import { Throughput } from './throughput.js';

const statsEvery = 20_000, throughputEvery = 10_000, lanesEvery = 5_000;
const soon = 1_500, afterFailure = 3_000;
const history = 200;
const day = 24 * 3600_000;

export class Dashboard {
  #tell;
  #counts = new Counts();
  #stream = null;
  #stats = null;
  #readings = [];
  #filter = new Filter(() => { this.#events.refill(); this.#counters.draw(); });
  #events = new EventList(this.#filter);
  #counters = new Counters(this.#counts, this.#filter);
  #throughput = new Throughput();
  #lanes = new Lanes();

  /** @param tell `state(name, why)`, `refused(error)` when nobody is signed in any more */
  constructor(tell) {
    this.#tell = tell;
  }

  start() {
    this.#stats = this.#repeat(() => this.#readStats(), statsEvery, 'counts-about');
    this.#repeat(() => this.#throughput.read(), throughputEvery, 'throughput-about');
    this.#repeat(() => this.#lanes.read(), lanesEvery, 'lanes-about');
  }

  stop() {
    for (const reading of this.#readings.splice(0)) reading.stop();
    this.#stream?.stop();
    this.#stream = null;
  }

  #repeat(work, pause, aboutId) {
    const reading = repeat(async () => {
      try {
        await work();
      } catch (error) {
        this.#failed(error, aboutId);
        reading.soon(afterFailure);
      }
    }, pause);
    this.#readings.push(reading);
    return reading;
  }

  async #readStats() {
    const stats = await read(`v1/stats?since=${encodeURIComponent(new Date(Date.now() - day).toISOString())}`);
    this.#counts.read(stats);
    this.#counters.read(stats);
    for (const { sender } of stats.byIdentity) this.#filter.suggest(sender.kind, sender.id);
    // From there on nothing is left out and nothing counts twice; what is before it is shown and not counted.
    this.#stream ??= this.#openStream(stats.lastEventId);
  }

  #openStream(lastEventId) {
    return new Stream(before(lastEventId, history), {
      event: event => this.#take(event), state: this.#tell.state, refused: this.#tell.refused,
    });
  }

  #take(event) {
    const record = recordOf(event);
    this.#events.add(record);
    this.#filter.suggest('agent', record.agentId);
    if (this.#counts.move(record)) this.#stats.soon(soon);
    this.#counters.draw();
  }

  #failed(error, aboutId) {
    if (error.isSignedOut) return this.#tell.refused(error);
    const why = error.status ? error.message : 'The server does not answer.';
    setText(byId(aboutId), `Not up to date. ${why}`);
    if (!this.#stream) this.#tell.state('reconnecting', why);
  }
}
