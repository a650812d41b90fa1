// What the pages have in common: asking, and showing step by step what was asked.

const words = JSON.parse(document.getElementById('words').textContent);

export const say = (name) => words[name] ?? name;
export const at = (id) => document.getElementById(id);

async function post(path, body) {
  const answer = await fetch(path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(await answer.text());
  return answer.json();
}

/** What the client of WeChat or DingTalk does, which a browser lacks. */
export const phone = (action, body = {}) => post('/phone/' + action, body);

/** The backend's answer, told as the call it made of Lingpai. */
export async function backend(action, body = {}) {
  const told = await post('/backend/' + action, body);
  step(say('actor.backend'), told.call, told.sent, told.answered, told.status);
  return told;
}

export function clear() {
  at('steps').replaceChildren();
  at('refused').hidden = true;
}

/** Shows one step: who, what, and what went to and fro. */
export function step(actor, title, sent, got, status) {
  at('silence').hidden = true;
  const item = document.createElement('li');
  item.className = status === undefined ? 'played' : status < 300 ? 'good' : 'bad';
  const head = element('div', 'head');
  head.append(element('span', 'actor', actor), element('code', '', title));
  if (status !== undefined) head.append(element('span', 'status', status));
  item.append(head);
  if (sent !== undefined) item.append(shown(say('sent'), sent, false));
  if (got !== undefined) item.append(shown(say('got'), got, status !== undefined));
  at('steps').append(item);
}

function shown(label, value, open) {
  const details = element('details', '');
  details.open = open;
  details.append(element('summary', '', label), element('pre', '', JSON.stringify(value, null, 2)));
  return details;
}

export function element(name, className, text) {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

/** Fills a list of terms; what is empty is left out. */
export function facts(list, pairs) {
  list.replaceChildren();
  for (const [term, value] of pairs) {
    if (value === null || value === undefined || value === '') continue;
    list.append(element('dt', '', term), element('dd', '', value));
  }
}

export function refused(told) {
  const number = told.answered.legacy_code === undefined ? '' : ` (${told.answered.legacy_code})`;
  at('refused').textContent = told.answered.title + number;
  at('refused').hidden = false;
}

/** Shows who is inside, or the door. */
export function inside(name, note) {
  const open = name !== undefined;
  at('door').hidden = open;
  at('inside').hidden = !open;
  if (open) {
    at('name').textContent = name;
    at('initial').textContent = Array.from(name)[0] ?? '';
    at('note').textContent = note;
  }
}

/** Lets an element's clicks, or a form's submission, do this, one at a time. */
export function on(id, doing) {
  const target = at(id);
  target.addEventListener(target instanceof HTMLFormElement ? 'submit' : 'click', async (event) => {
    event.preventDefault();
    const buttons = [...document.querySelectorAll('main button:enabled')];
    buttons.forEach((button) => (button.disabled = true));
    try {
      await doing();
    } catch (trouble) {
      at('refused').textContent = say('trouble') + ' ' + trouble.message;
      at('refused').hidden = false;
    } finally {
      buttons.forEach((button) => (button.disabled = false));
    }
  });
}

export const time = (text) => new Date(text).toLocaleString(document.documentElement.lang);
