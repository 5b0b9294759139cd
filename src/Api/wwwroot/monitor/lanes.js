// Accounts with their state: those that need somebody first.
import { read } from './api.js';
import { byId, make, setText } from './dom.js';
import { moment, number, plural, span } from './format.js';
import { labelOf, toneOf } from './statuses.js';

const states = ['paused', 'slowed', 'healthy'];
const most = 100;
const mostPages = 5;

export class Lanes {
  async read() {
    const pages = await Promise.all(states.map(readSome));
    const lanes = pages.flatMap(page => page.items);
    const more = pages.some(page => page.nextCursor);
    byId('lanes-rows').replaceChildren(...lanes.map(rowOf));
    byId('lanes').hidden = lanes.length === 0;
    byId('lanes-empty').hidden = lanes.length > 0;
    setText(byId('lanes-empty'), 'No account has sent anything yet. Each one that does appears here, and says so when its server slows or refuses it.');
    setText(byId('lanes-about'), states.map((state, i) => `${number(pages[i].items.length)}${pages[i].nextCursor ? ' or more' : ''} ${state}`).join(', ')
      + (more ? `; some are not shown` : ''));
  }
}

// A page of one state may be short, or empty, and have a next one.
async function readSome(state) {
  let items = [], nextCursor = '';
  for (let i = 0; i < mostPages && items.length < most && nextCursor !== null; i++) {
    const page = await read(`v1/lanes?state=${state}&limit=${most}${nextCursor && `&cursor=${encodeURIComponent(nextCursor)}`}`);
    ({ nextCursor } = page);
    items = [...items, ...page.items];
  }
  return { items, nextCursor };
}

function rowOf(lane) {
  const badge = make('span', { className: `badge ${toneOf(lane.state)}`, text: labelOf(lane.state) });
  const until = lane.until ? ` until ${moment(lane.until)}` : '';
  const oldest = lane.oldestWaitingAt ? `, the oldest for ${span((Date.now() - Date.parse(lane.oldestWaitingAt)) / 1000)}` : '';
  const row = make('tr', { role: 'row' },
    cell('', `${accountText(lane.account)} at ${lane.serverId}`), cell('', badge, until),
    cell('number', lane.waiting ? `${plural(lane.waiting, 'email')}${lane.moreWaiting ? ' or more' : ''}${oldest}` : 'Nothing'), cell('wide', whyText(lane.error)));
  row.dataset.state = lane.state;
  return row;
}

const accountText = ({ kind, id }) => kind === 'shared' ? 'Shared account' : `${labelOf(kind)} ${id}`;

function whyText(error) {
  if (!error) return '';
  const reply = error.reply && [error.code, error.enhancedCode, error.reply].filter(Boolean).join(' ');
  return [error.hint, reply && `Server: ${reply}`].filter(Boolean).join(' ');
}

const cell = (className, ...content) => make('td', { className, role: 'cell' }, ...content);
