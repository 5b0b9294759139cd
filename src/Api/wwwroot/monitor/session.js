// Who is signed in. The key goes to the server once and is kept nowhere here.
import { read, Refusal, signIn, signOut } from './api.js';
import { byId, setText } from './dom.js';

// That somebody signed in here, so that a first visit asks the server for nothing; the session itself is a cookie that no script sees.
const mark = 'agentmail.signedIn';

const roles = ['monitor', 'admin'];

export class Session {
  #started;

  /** @param started is called with `{ tenantId, role }` once somebody is signed in. */
  constructor(started) {
    this.#started = started;
    byId('sign-in-form').addEventListener('submit', event => { event.preventDefault(); this.#signIn(); });
  }

  /** Goes on with the session that the browser has, or asks for a key. */
  async resume() {
    if (!localStorage.getItem(mark)) return this.ask('');
    try {
      await this.#start();
    } catch (error) {
      this.ask(error instanceof Refusal ? error.message : 'The server does not answer. Load the page again once it does.');
    }
  }

  ask(why) {
    byId('sign-in').hidden = false;
    setText(byId('sign-in-problem'), why);
    byId('key').focus();
  }

  /** False when the server was not reached: only it can take the cookie away. */
  async end() {
    try {
      await signOut();
    } catch {
      return false;
    }
    localStorage.removeItem(mark);
    return true;
  }

  async #signIn() {
    const [field, button] = [byId('key'), byId('sign-in-form').querySelector('button')];
    button.disabled = true;
    setText(byId('sign-in-problem'), '');
    try {
      await signIn(field.value.trim());
      await this.#start();
      field.value = '';
    } catch (error) {
      setText(byId('sign-in-problem'), error instanceof Refusal ? error.message : 'The server does not answer. Try again in a while.');
      field.select();
    } finally {
      button.disabled = false;
    }
  }

  async #start() {
    const session = await read('session');
    if (!roles.includes(session.role)) {
      await this.end();
      throw new Refusal(403, `This key is of role ${session.role}, and this page shows everything of the contact centre: it takes a key of role monitor or admin.`);
    }
    localStorage.setItem(mark, 'yes');
    byId('sign-in').hidden = true;
    this.#started(session);
  }
}
