// Stacked bars with a line above them, as SVG. What it shows in words is its description.
const namespace = 'http://www.w3.org/2000/svg';
const [height, left, bottom, top] = [200, 44, 22, 8];

/**
 * @param steps `[{ label, line, parts: [number] }]`, oldest first
 * @param bars class names of the parts
 * @param words `{ title, description }`
 */
export function draw(place, steps, bars, words) {
  const width = Math.max(240, place.clientWidth);
  const highest = Math.max(4, ...steps.map(s => Math.max(s.line, s.parts.reduce((a, b) => a + b, 0))));
  const ceiling = niceAbove(highest);
  const y = value => height - bottom - (height - bottom - top) * value / ceiling;
  const step = (width - left) / steps.length;
  const svg = node('svg', { viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-labelledby': 'chart-name chart-words' });
  svg.append(text('title', { id: 'chart-name' }, words.title), text('desc', { id: 'chart-words' }, words.description));
  for (const value of [0, ceiling / 2, ceiling]) {
    svg.append(node('line', { x1: left, x2: width, y1: y(value), y2: y(value) }));
    svg.append(text('text', { x: left - 6, y: y(value) + 4, 'text-anchor': 'end' }, String(value)));
  }
  steps.forEach((s, i) => {
    let below = 0;
    s.parts.forEach((part, kind) => {
      if (part > 0) svg.append(node('rect', { class: bars[kind], x: left + i * step + 1, width: step - 2, y: y(below + part), height: y(below) - y(below + part) }));
      below += part;
    });
    if (i % 15 === 0) svg.append(text('text', { x: left + i * step, y: height - 5 }, s.label));
  });
  const points = steps.map((s, i) => `${left + (i + .5) * step},${y(s.line)}`).join(' ');
  svg.append(node('polyline', { class: 'halo', points }), node('polyline', { points }));
  place.replaceChildren(svg);
}

function niceAbove(value) {
  const power = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 4, 6, 10].map(n => n * power).find(n => n >= value);
}

function node(name, attributes) {
  const element = document.createElementNS(namespace, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}

function text(name, attributes, content) {
  const element = node(name, attributes);
  element.textContent = content;
  return element;
}
