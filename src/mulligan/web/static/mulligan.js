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
  if (box && box !== ctx.sourceElement && box.contains(ctx.sourceElement)) box.dataset.acted = "yes";
});
document.addEventListener("click", (event) => {
  if (!event.target.closest("#newer button")) return;
  card().dataset.acted = "yes";
  htmx.trigger(card(), "show");
});
