// What a page does by itself: put words into the reply, answer to keys, tell when the link is down.
const words = () => document.getElementById("words");

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-insert]");
  if (button) insert(document.querySelector(button.dataset.insert).textContent.trim());
});

function insert(text) {
  const box = words();
  if (!box || box.value.includes(text)) return;
  box.value = box.value.trim() ? `${box.value.trim()}\n\n${text}` : text;
  box.dispatchEvent(new Event("input", { bubbles: true }));
  box.focus();
}

document.addEventListener("keydown", (event) => {
  if (event.key === "F9") press(event, ".out button");
  else if (event.altKey && event.key.toLowerCase() === "i") press(event, "[data-insert]");
  else if (event.ctrlKey && event.key === "Enter" && event.target === words()) press(event, ".send button");
});

function press(event, selector) {
  const button = document.querySelector(selector);
  if (!button) return;
  event.preventDefault();
  button.click();
}

// A reply that was taken in leaves an empty box; one that was not stays where it is.
document.addEventListener("htmx:after:request", (event) => {
  const { ctx } = event.detail;
  const form = ctx.sourceElement;
  if (form?.matches?.("form.reply") && ctx.response?.raw.ok) {
    form.reset();
    form.querySelector("#findings")?.replaceChildren();
  }
});

// The end of a conversation stays in view, unless somebody reads further up.
document.addEventListener("htmx:before:swap", () => {
  const box = document.querySelector(".thread .lines")?.closest("#thread");
  if (box) box.dataset.down = box.scrollHeight - box.scrollTop - box.clientHeight < 80 ? "yes" : "";
});
const down = () => {
  const box = document.getElementById("thread");
  if (box && box.dataset.down !== "") box.scrollTop = box.scrollHeight;
};
document.addEventListener("htmx:after:swap", down);
addEventListener("load", down);

const link = (down) => { document.getElementById("link").hidden = !down; };
document.addEventListener("htmx:sse:error", () => link(true));
document.addEventListener("htmx:sse:after:connection", () => link(false));

// A card that somebody is reading stays, and says that there is a newer one; danger does not wait.
const card = () => document.getElementById("card");
const read = (box) => box.matches(":hover") || box.contains(document.activeElement);

document.addEventListener("htmx:before:swap", (event) => {
  const { ctx } = event.detail;
  const box = card();
  if (!box || ctx.sourceElement !== box) return;
  const { acted } = box.dataset;
  const next = new DOMParser().parseFromString(ctx.text, "text/html").querySelector(".card");
  const same = next?.querySelector(".do")?.textContent === box.querySelector(".do")?.textContent
    && next?.querySelector("#say")?.textContent === box.querySelector("#say")?.textContent;
  if (!same) delete box.dataset.acted;
  const held = read(box) && !acted && !same && !next?.matches(".hand-run, .hand-crisis");
  document.getElementById("newer").hidden = !held;
  if (held) event.preventDefault();
});
document.addEventListener("htmx:before:request", (event) => {
  const box = card();
  const { ctx } = event.detail;
  const own = box?.contains(ctx.sourceElement) || ctx.sourceElement?.matches?.(".taps");
  if (box && box !== ctx.sourceElement && own) box.dataset.acted = "yes";
});
document.addEventListener("click", (event) => {
  if (!event.target.closest("#newer button")) return;
  card().dataset.acted = "yes";
  htmx.trigger(card(), "show");
});

// A screen that a customer can see: words are blurred until one points at them, and nothing is red.
const discreet = (on) => {
  document.body.classList.toggle("discreet", on);
  document.getElementById("discreet")?.setAttribute("aria-pressed", String(on));
};
discreet(localStorage.getItem("discreet") === "yes");
document.addEventListener("click", (event) => {
  if (!event.target.closest("#discreet")) return;
  const on = !document.body.classList.contains("discreet");
  localStorage.setItem("discreet", on ? "yes" : "no");
  discreet(on);
});

// What cannot wait is heard too: a sound and a notification for each alarm that is new.
const known = new Set();
document.addEventListener("htmx:after:swap", () => {
  const alarms = [...document.querySelectorAll("#alarms .alarm")];
  const fresh = alarms.filter((alarm) => !known.has(alarm.dataset.alarm));
  known.clear();
  alarms.forEach((alarm) => known.add(alarm.dataset.alarm));
  document.title = document.title.replace(/^\(\d+\) /, "");
  if (alarms.length) document.title = `(${alarms.length}) ${document.title}`;
  if (!fresh.length) return;
  sound();
  if (globalThis.Notification?.permission === "granted") {
    const words = fresh.map((alarm) => alarm.querySelector("span").textContent.trim()).join("\n");
    new Notification("Mulligan", { body: words, tag: "mulligan", requireInteraction: true });
  }
});

function sound() {
  const audio = new AudioContext();
  for (const [start, pitch] of [[0, 880], [0.25, 660], [0.5, 880]]) {
    const tone = audio.createOscillator();
    const volume = audio.createGain();
    tone.frequency.value = pitch;
    volume.gain.setValueAtTime(0.2, audio.currentTime + start);
    volume.gain.exponentialRampToValueAtTime(0.001, audio.currentTime + start + 0.2);
    tone.connect(volume).connect(audio.destination);
    tone.start(audio.currentTime + start);
    tone.stop(audio.currentTime + start + 0.2);
  }
}

// Browsers ask whether they may notify only after somebody clicked.
document.addEventListener("click", () => {
  if (document.getElementById("alarms") && globalThis.Notification?.permission === "default") {
    Notification.requestPermission();
  }
}, { once: true });
