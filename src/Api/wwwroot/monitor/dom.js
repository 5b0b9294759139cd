// Text goes into the page by textContent only: what events say comes from outside.
export const byId = id => document.getElementById(id);

export function make(name, { className = '', role = '', text } = {}, ...children) {
  const element = document.createElement(name);
  if (className) element.className = className;
  if (role) element.setAttribute('role', role);
  if (text !== undefined) element.textContent = text;
  element.append(...children);
  return element;
}

/** A write that changes nothing would still be announced, and laid out. */
export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/** Runs at most once a frame, however often it was asked for; not at all while nobody looks. */
export function perFrame(work) {
  let asked = false;
  return () => {
    if (asked) return;
    asked = true;
    requestAnimationFrame(() => { asked = false; work(); });
  };
}
