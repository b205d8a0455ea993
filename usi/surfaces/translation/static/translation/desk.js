// Keeps what is typed (on the server, on this device when the line is down) and puts suggestions in place. The page works without it.
const form = document.querySelector("form.work");
const status = form.querySelector("[data-status]");
const changed = new Set();
let timer = 0;
let running = Promise.resolve();

const field = (name, id) => form.elements[`${name}-${id}`];
const key = (id) => `${form.dataset.key}-${id}`;

function remember(id) {
  const value = { text: field("text", id).value, version: field("version", id).value };
  localStorage.setItem(key(id), JSON.stringify(value));
}

function show(id, answer) {
  field("version", id).value = answer.version;
  const place = form.querySelector(`[data-segment="${id}"] [data-faults]`);
  place.replaceChildren(...answer.faults.map((message) => Object.assign(document.createElement("p"), { textContent: message })));
}

async function keep() {
  const ids = [...changed];
  if (!ids.length) return;
  changed.clear();
  const data = new URLSearchParams();
  for (const id of ids) for (const name of ["text", "version"]) data.set(`${name}-${id}`, field(name, id).value);
  try {
    const answer = await fetch(form.dataset.keep, { method: "POST", body: data });
    if (!answer.ok) throw new Error(String(answer.status));
    const { written, conflicts } = await answer.json();
    for (const [id, row] of Object.entries(written)) show(id, row);
    for (const id of ids) localStorage.removeItem(key(id));
    status.textContent = conflicts.length ? form.dataset.other : form.dataset.kept;
  } catch {
    ids.forEach((id) => { changed.add(id); remember(id); });
    status.textContent = form.dataset.offline;
  }
}

// One after the other, so that a save never carries the version of before the last one.
const soon = () => { running = running.then(keep); };

function touched(id) {
  changed.add(id);
  clearTimeout(timer);
  timer = setTimeout(soon, 1200);
}

form.addEventListener("input", (event) => {
  const [word, id] = event.target.name.split("-");
  if (word === "text") touched(id);
});
form.addEventListener("click", (event) => {
  const button = event.target.closest("[data-use]");
  if (!button) return;
  event.preventDefault();
  const cut = button.value.indexOf(" ");
  const id = button.value.slice(0, cut);
  field("text", id).value = button.value.slice(cut + 1);
  field("text", id).focus();
  touched(id);
});
form.addEventListener("submit", () => clearTimeout(timer));
addEventListener("online", soon);
for (const area of form.querySelectorAll("textarea[name^=text-]")) {
  const id = area.name.slice(5);
  const kept = JSON.parse(localStorage.getItem(key(id)) ?? "null");
  if (kept && kept.version === field("version", id).value && kept.text !== area.value) {
    area.value = kept.text;
    touched(id);
  }
}
