// The whole page: a pane a person, fed by one stream of events; the world's controls above.

import { element, post } from "./element.js";
import { Pane } from "./pane.js";

const panes = new Map();
let bot = { name: "Sandbox", username: "" };
const LOST = 1500; // milliseconds
let lost;
let ahead = 0; // seconds by which the world's clock is ahead of ours

const byId = (id) => document.getElementById(id);

const host = {
  bot: () => bot,
  now: () => Date.now() / 1000 + ahead,
  view: (file) => {
    const viewer = byId("viewer");
    viewer.querySelector("img").src = file.url;
    const download = viewer.querySelector("a");
    download.href = `${file.url}?download`;
    download.download = file.name;
    viewer.showModal();
  },
  arrived: (pane) => {
    const tab = tabOf(pane.id);
    if (tab && tab.getAttribute("aria-current") !== "true") tab.classList.add("unread");
  },
};

function notice(text) {
  const node = element("div", { class: "toast", dir: "auto" }, text);
  byId("notices").append(node);
  setTimeout(() => node.remove(), 5000);
}

// --- the stream

function connect() {
  const stream = new EventSource("/page/events");
  stream.addEventListener("open", () => linked(true));
  stream.addEventListener("error", () => {
    linked(false);
    if (stream.readyState === EventSource.CLOSED) setTimeout(connect, 1000);
  });
  stream.addEventListener("message", (event) => change(JSON.parse(event.data)));
}

// A stream that is renewed at once is no news; one that stays away is said where everybody looks.
function linked(up) {
  byId("link").textContent = up ? "live" : "reconnecting…";
  byId("link").classList.toggle("up", up);
  if (!up) { lost ??= setTimeout(() => { byId("lost").hidden = false; }, LOST); return; }
  clearTimeout(lost);
  lost = undefined;
  byId("lost").hidden = true;
}

function change(news) {
  if (news.now) ahead = news.now - Date.now() / 1000;
  if (news.kind === "state") return show(news);
  if (news.kind === "seat") return seat(news.pane);
  if (news.kind === "profiles") return news.people.forEach((profile) => panes.get(profile.id)?.describe(profile));
  const pane = panes.get(news.person);
  if (!pane) return;
  switch (news.kind) {
    case "message": return pane.add(news.message);
    case "edited": return pane.edit(news.message);
    case "deleted": return pane.remove(news.message_id);
    case "answer": return pane.answer(news);
    case "action": return pane.busy(news.action);
  }
}

function show(state) {
  bot = state.bot;
  document.title = `${bot.name} · sandbox`;
  byId("bot-name").textContent = bot.name;
  byId("banner").textContent = state.banner;
  showControls(state.controls);
  state.people.forEach(seat);
  document.documentElement.dataset.ready = "true";
}

function seat(profile) {
  if (!panes.has(profile.id)) open(profile);
  const pane = panes.get(profile.id);
  pane.describe(profile);
  pane.show(profile.messages);
}

function open(profile) {
  const pane = new Pane(host, profile);
  panes.set(profile.id, pane);
  byId("panes").append(pane.node);
  const go = () => pane.node.scrollIntoView({ inline: "start", block: "nearest", behavior: "smooth" });
  byId("tabs").append(element("button", { type: "button", data: { tab: String(profile.id) }, on: { click: go } }, profile.name));
  watcher.observe(pane.node);
}

function showControls(controls) {
  byId("controls").replaceChildren(...controls.map(({ id, label }) => {
    const button = element("button", { type: "button", data: { control: id } }, label);
    button.addEventListener("click", () => run(id, button));
    return button;
  }));
}

async function run(id, button) {
  button.disabled = true;
  try { notice((await post(`/page/control/${encodeURIComponent(id)}`, {})).text || "Done"); }
  catch (problem) { notice(problem.message); }
  button.disabled = false;
}

// --- tabs of a narrow window

function tabOf(id) {
  return document.querySelector(`[data-tab="${id}"]`);
}

const watcher = new IntersectionObserver((entries) => {
  for (const entry of entries) {
    const tab = tabOf(entry.target.dataset.person);
    tab.setAttribute("aria-current", String(entry.isIntersecting));
    if (entry.isIntersecting) tab.classList.remove("unread");
  }
}, { root: byId("panes"), threshold: 0.6 });

byId("newcomer").addEventListener("submit", async (event) => {
  event.preventDefault();
  const field = event.target.name;
  const name = field.value;
  field.value = ""; // at once: the next name may be typed before the answer comes
  try {
    const { person } = await post("/page/person", { name, language: navigator.language || "en" });
    panes.get(person)?.node.scrollIntoView({ inline: "end", behavior: "smooth" });
  } catch (problem) {
    field.value ||= name; // what could not be sent is not lost
    notice(problem.message);
  }
});

// The hint stands open where there is room; on a phone it is one tap away and the chat has the screen.
byId("about").open = matchMedia("(min-width: 721px)").matches;

connect();
