// Keeps what is typed (on the server, on this device when the line is down) and shows a preview. The page works without it.
const form = document.querySelector("form.editor");
const status = form.querySelector("[data-status]");
const panel = form.querySelector("[data-preview-panel]");
const fields = ["title", "summary", "body"].map((name) => form.elements[name]);
const key = form.dataset.key;
let timer = 0;

const values = () => Object.fromEntries(fields.map((field) => [field.name, field.value]));

async function keep() {
  const text = values();
  const data = new URLSearchParams({ ...text, version: form.elements.version.value });
  try {
    const answer = await fetch(form.dataset.keep, { method: "POST", body: data });
    if (!answer.ok) throw new Error(String(answer.status));
    localStorage.removeItem(key);
    status.textContent = form.dataset.kept;
  } catch {
    localStorage.setItem(key, JSON.stringify({ ...text, at: Date.now() / 1000 }));
    status.textContent = form.dataset.offline;
  }
}

async function preview() {
  try {
    const answer = await fetch(form.dataset.preview, { method: "POST", body: new URLSearchParams({ body: form.elements.body.value }) });
    if (!answer.ok) return;
    // The server has cleaned this HTML; it is parsed apart, where nothing in it can run.
    const parsed = new DOMParser().parseFromString(await answer.text(), "text/html");
    panel.querySelector(".ugc").replaceChildren(...parsed.body.childNodes);
    panel.hidden = false;
  } catch {
    panel.hidden = true;
  }
}

function restore() {
  const kept = JSON.parse(localStorage.getItem(key) ?? "null");
  if (!kept || kept.at < Number(form.dataset.changed)) return;
  for (const field of fields) field.value = kept[field.name] ?? field.value;
  status.textContent = form.dataset.restored;
  keep();
}

form.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(() => Promise.all([keep(), preview()]), 1500);
});
form.addEventListener("submit", () => { clearTimeout(timer); localStorage.removeItem(key); });
addEventListener("online", keep);
restore();
