// Ids of events are numbers in Crockford's base 32. The page reckons with them for one thing: to begin its list a little before now.
const digits = '0123456789abcdefghjkmnpqrstvwxyz';
const form = /^ev_([0-9a-hjkmnp-tv-z]{13})$/;

export function before(id, count) {
  const match = form.exec(id);
  if (!match) return id;
  let number = [...match[1]].reduce((sum, digit) => sum * 32n + BigInt(digits.indexOf(digit)), 0n);
  number = number > BigInt(count) ? number - BigInt(count) : 0n;
  let text = '';
  for (let i = 0; i < 13; i++, number /= 32n) text = digits[Number(number % 32n)] + text;
  return `ev_${text}`;
}
