// The last hour, minute by minute: what came in, and what became of it.
import { read } from './api.js';
import { draw } from './chart.js';
import { byId, make, perFrame, setText } from './dom.js';
import { minuteOfDay, number, plural, timeOfDay } from './format.js';

const minute = 60_000;
const shown = 60;

const series = [
  { name: 'Sent', bar: 'bar-sent', of: ['sent', 'delivered'] },
  { name: 'Delayed', bar: 'bar-delayed', of: ['delayed'] },
  { name: 'Failed or bounced', bar: 'bar-failed', of: ['failed', 'bounced'] },
  { name: 'Held or uncertain', bar: 'bar-odd', of: ['held', 'uncertain'] },
];
const accepted = { name: 'Queued', bar: 'bar-accepted', of: ['queued'] };
const columns = [accepted, ...series];

export class Throughput {
  #steps = [];

  constructor() {
    byId('legend').append(...columns.map(c => make('li', { className: c.bar, text: c.name })));
    byId('throughput-head').append(...['Minute', ...columns.map(c => c.name)].map(text => {
      const head = make('th', { text });
      head.scope = 'col';
      return head;
    }));
    byId('throughput-details').addEventListener('toggle', () => this.#drawTable());
    new ResizeObserver(perFrame(() => this.#draw())).observe(byId('chart'));
  }

  async read() {
    const since = new Date(Math.floor(Date.now() / minute) * minute - (shown - 1) * minute);
    const answer = await read(`v1/stats/throughput?step=minute&since=${encodeURIComponent(since.toISOString())}`);
    const byMinute = new Map(answer.items.map(item => [Math.floor(Date.parse(item.at) / minute), item]));
    this.#steps = Array.from({ length: shown }, (_, i) => {
      const at = since.getTime() + i * minute;
      const item = byMinute.get(at / minute);
      return { label: minuteOfDay(at), line: count(item, accepted), parts: series.map(s => count(item, s)) };
    });
    setText(byId('throughput-about'), `As of ${timeOfDay(Date.now())}`);
    this.#draw();
  }

  #draw() {
    draw(byId('chart'), this.#steps, series.map(s => s.bar), { title: 'Emails of the last hour, by minute', description: this.#words() });
    this.#drawTable();
  }

  #words() {
    const sum = pick => this.#steps.reduce((total, step) => total + pick(step), 0);
    const parts = [`${number(sum(s => s.line))} queued`, ...series.map((s, i) => `${number(sum(step => step.parts[i]))} ${s.name.toLowerCase()}`)];
    const busiest = this.#steps.reduce((best, step) => step.parts[0] > (best?.parts[0] ?? 0) ? step : best, null);
    return `${parts.join(', ')}.${busiest ? ` Busiest at ${busiest.label} with ${plural(busiest.parts[0], 'email')} sent.` : ''}`;
  }

  #drawTable() {
    if (!byId('throughput-details').open) return;
    byId('throughput-rows').replaceChildren(...this.#steps.toReversed().map(step => make('tr', {},
      make('td', { className: 'time', text: step.label }), ...[step.line, ...step.parts].map(n => make('td', { className: 'number', text: number(n) })))));
  }
}

// A minute in which nothing happened may be left out, and so may a status that nothing reached.
const count = (item, { of }) => of.reduce((sum, status) => sum + (item?.[status] ?? 0), 0);
