// Who is signed in. The key goes to the server once and is kept nowhere here.
import { read, Refusal, signIn, signOut } from './api.js';
import { byId, setText } from './dom.js';

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
    try {
      await this.#start();
    } catch (error) {
      this.ask(error.isSignedOut ? '' : 'The server does not answer. Sign in once it does.');
    }
  }

  ask(why) {
    byId('sign-in').hidden = false;
    setText(byId('sign-in-problem'), why);
    byId('key').focus();
  }

  async end() {
    await signOut().catch(() => {});
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
    byId('sign-in').hidden = true;
    this.#started(session);
  }
}
