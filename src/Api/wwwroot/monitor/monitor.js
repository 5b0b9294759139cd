// The live page: whoever signs in sees the dashboard, until the session ends.
import { Dashboard } from './dashboard.js';
import { byId, setText } from './dom.js';
import { Session } from './session.js';

const states = { connecting: 'Connecting', live: 'Live', reconnecting: 'Reconnecting', 'signed-out': 'Signed out' };

let dashboard = null;

const session = new Session(({ tenantId, role }) => {
  // A page that was in use begins anew: who signs in now may be of another tenant.
  if (dashboard) return location.reload();
  setText(byId('who'), `${tenantId}, key of role ${role}`);
  byId('dashboard').hidden = false;
  byId('sign-out').hidden = false;
  byId('main').focus({ preventScroll: true });
  show('connecting');
  dashboard = new Dashboard({ state: show, refused: error => leave(error.message) });
  dashboard.start();
});

byId('sign-out').addEventListener('click', async () => {
  if (await session.end()) leave('');
  else show('reconnecting', 'the server was not reached, and this browser is still signed in');
});

show('signed-out');
session.resume();

function leave(why) {
  dashboard?.stop();
  byId('dashboard').hidden = true;
  byId('sign-out').hidden = true;
  setText(byId('who'), '');
  show('signed-out');
  session.ask(why);
}

function show(state, why = '') {
  const place = byId('connection');
  place.dataset.state = state;
  setText(place, why ? `${states[state]}: ${why}` : states[state]);
}
