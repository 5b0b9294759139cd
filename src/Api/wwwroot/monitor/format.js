// How numbers, times and spans are written. Times are the reader's own.
const numbers = new Intl.NumberFormat('en');
const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });
const minutes = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });
const days = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' });

export const number = value => numbers.format(value);

export const plural = (count, one, many = `${one}s`) => `${number(count)} ${count === 1 ? one : many}`;

export const timeOfDay = time => clock.format(new Date(time));

export const minuteOfDay = time => minutes.format(new Date(time));

export const day = time => days.format(new Date(time));

/** A time to come or long ago: with its day where it is not within half a day. */
export const moment = (time, now = Date.now()) =>
  (Math.abs(new Date(time) - now) < 12 * 3600_000 ? clock : days).format(new Date(time));

export function span(seconds) {
  const s = Math.max(0, Math.round(seconds));
  if (s < 120) return `${s}\u00a0s`;
  if (s < 2 * 3600) return `${Math.floor(s / 60)}\u00a0min`;
  if (s < 48 * 3600) return `${Math.floor(s / 3600)}\u00a0h ${Math.floor(s % 3600 / 60)}\u00a0min`;
  return `${Math.floor(s / 86400)}\u00a0days`;
}
