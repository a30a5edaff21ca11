// What saves a moment where JavaScript runs. Every page is complete without it.
import { initAll } from "./govuk.js";

const WAIT = 400; // ms; shorter waits need no word

function tellWaiting() {
  document.addEventListener("submit", (event) => {
    const button = event.submitter;
    if (!button || !button.dataset.busy || event.defaultPrevented) return;
    const said = button.textContent;
    const timer = setTimeout(() => (button.textContent = button.dataset.busy), WAIT);
    window.addEventListener("pageshow", () => {
      clearTimeout(timer);
      button.textContent = said;
    }, { once: true });
  });
}

// On a phone a page begins at its top: a button that waits for a key would pull it to its foot.
function beginAtTop() {
  const focused = document.activeElement;
  if (!focused.closest(".doings__bar") || !matchMedia("(max-width: 40.0525em)").matches) return;
  focused.blur();
  scrollTo(0, 0);
}

function offerCopies() {
  if (!navigator.clipboard) return;
  for (const button of document.querySelectorAll("button[data-copy]")) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(button.dataset.copy);
      button.textContent = button.dataset.copied;
    });
  }
}

// Keys act only where nobody is typing; each is the same as a link or field on the page.
function listenForKeys() {
  if (document.body.dataset.keys !== "on") return;
  let before = "";
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || isTyping(event.target)) return;
    const pressed = before + event.key;
    before = event.key === "g" ? "g " : "";
    if (pressed === "j" || pressed === "k") return step(pressed === "j" ? 1 : -1, event);
    const target = document.querySelector(`[data-key="${CSS.escape(pressed)}"]`);
    if (!target) return;
    event.preventDefault();
    act(target);
  });
}

function isTyping(element) {
  return element.matches("input, textarea, select, [contenteditable]");
}

function act(target) {
  if (target.matches("input, textarea, select")) return target.focus();
  const details = target.closest("details");
  if (details && target.matches("summary")) {
    details.open = !details.open;
    return target.focus();
  }
  target.click();
}

function step(by, event) {
  const rows = [...document.querySelectorAll("[data-row]")];
  if (!rows.length) return;
  event.preventDefault();
  const at = rows.indexOf(document.activeElement);
  const next = at === -1 ? (by > 0 ? 0 : rows.length - 1) : at + by;
  rows[Math.min(Math.max(next, 0), rows.length - 1)].focus();
}

// A session that is about to end says so, and goes on with one press; the page is not left.
function warnBeforeTheEnd() {
  const notice = document.querySelector("[data-idle]");
  if (!notice) return;
  const form = notice.querySelector("form");
  let timer;
  const rest = () => {
    notice.hidden = true;
    clearTimeout(timer);
    timer = setTimeout(() => (notice.hidden = false), (notice.dataset.idle - 120) * 1000);
  };
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const body = new URLSearchParams(new FormData(form));
    const answer = await fetch(form.action, { method: "POST", body });
    if (answer.ok) return rest();
    notice.querySelector("[data-ended]").hidden = false;
    form.hidden = true;
  });
  rest();
}

initAll();
tellWaiting();
requestAnimationFrame(beginAtTop); // by then the page has put its focus
warnBeforeTheEnd();
offerCopies();
listenForKeys();
