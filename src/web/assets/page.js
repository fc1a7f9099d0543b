/* All works without this file; with it, one need not press Enter, a command is copied by a press, and the time zone is that of the reader. */
const result = document.querySelector('#result');
const numbers = document.querySelector('#numbers');
const field = document.querySelector('form.ask input[name=q]');

function offerCopies() {
  if (!navigator.clipboard) return;
  for (const button of document.querySelectorAll('button.copy')) {
    button.hidden = false;
    button.addEventListener('click', async () => {
      await navigator.clipboard.writeText(button.dataset.text);
      button.textContent = 'Copied';
    });
  }
}

/** Puts the answer in the place of the one before: what stands in the page, and what its head says. */
function show(answer, address) {
  numbers.replaceChildren(...answer.querySelector('#numbers').childNodes);
  result.replaceChildren(...answer.querySelector('#result').childNodes);
  for (const link of document.querySelectorAll('link[rel=alternate]'))
    link.replaceWith(answer.querySelector(`link[rel=alternate][type="${link.type}"]`));
  document.title = answer.title;
  history.replaceState(null, '', address);
  offerCopies();
}

function complain(text) {
  const notice = document.createElement('p');
  notice.className = 'notice';
  notice.setAttribute('role', 'alert');
  notice.textContent = text;
  numbers.replaceChildren();
  result.replaceChildren(notice);
}

async function ask(address) {
  const response = await fetch(address);
  const text = await response.text();
  if (response.ok) show(new DOMParser().parseFromString(text, 'text/html'), address);
  else if (response.headers.get('content-type')?.startsWith('text/plain')) complain(text);
  else complain('The server could not answer. Try again in a minute.');
}

let waiting;
let latest = 0;
let before = Promise.resolve();

/** One question after the other; those that were typed over meanwhile are left out. */
function look() {
  const number = ++latest;
  before = before.then(async () => {
    if (number !== latest) return;
    const address = `/try?${new URLSearchParams({ q: field.value })}`;
    await ask(address).catch(() => complain('The server can’t be reached. Try again in a minute.'));
  });
}

offerCopies();
field?.addEventListener('input', () => {
  clearTimeout(waiting);
  waiting = setTimeout(look, 500);
});

const zone = document.querySelector('select[data-guess]');
const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
if (zone && [...zone.options].some((it) => it.value === own)) zone.value = own;
