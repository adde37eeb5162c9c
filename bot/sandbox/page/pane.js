// One person's Telegram: header, messages, command menu, composer, toasts and dialogs.

import { element, post, reach } from "./element.js";
import { bubble } from "./message.js";

const ACTIONS = { typing: "typing…", upload_photo: "sending a picture…", upload_document: "sending a file…" };
const LANGUAGES = ["en", "ru", "es", "pt-BR", "tr", "zh-Hans", "ar"];
const SPINNER = 15000, TOAST = 3500, ACTION = 5000, NEAR = 80; // milliseconds; pixels from the bottom

export class Pane {
  constructor(host, profile) {
    this.host = host; // now(), bot(), notice(text), view(file), unread()
    this.id = profile.id;
    this.messages = new Map();
    this.waiting = new Map();
    this.unread = 0;
    this.stuck = true; // see `follows`
    this.above = 0; // scrollTop at the last look
    this.act = {
      press: (message, button, node) => this.press(message, button, node),
      command: (text) => this.say(text),
      link: (url) => this.follow(url),
      copy: (text) => this.copy(text),
      view: (file) => this.host.view(file),
    };
    this.reader = { language: () => this.profile.language, now: () => this.host.now() };
    this.build();
    this.describe(profile);
  }

  build() {
    this.avatar = element("span", { class: "avatar", "aria-hidden": "true" });
    this.heading = element("h2", { dir: "auto" });
    this.subtitle = element("p", { class: "subtitle" });
    this.language = element("select", { "aria-label": "Language", on: { change: () => this.send("language", { language: this.language.value }) } });
    this.blockButton = element("button", { type: "button", class: "quiet", on: { click: () => this.send("block", { blocked: !this.profile.blocked }) } });
    this.log = element("div", { class: "log", role: "log", tabIndex: 0, on: { scroll: () => this.scrolled() } });
    this.empty = element("div", { class: "empty" });
    this.down = element("button", { type: "button", class: "down", hidden: true, on: { click: () => { this.toBottom("smooth"); this.log.focus({ preventScroll: true }); } } });
    this.toasts = element("div", { class: "overlay", role: "status" });
    this.commands = element("div", { class: "commands", hidden: true, role: "group", "aria-label": "Commands", on: { keydown: (e) => this.chosen(e) } });
    this.node = element(
      "section",
      { class: "pane" },
      element("header", {}, this.avatar, element("div", { class: "who" }, this.heading, this.subtitle), this.language, this.blockButton),
      element("div", { class: "stage" }, this.log, this.down, this.toasts),
      this.commands,
      this.composer(),
    );
    this.node.dataset.person = String(this.id);
    this.log.append(this.empty);
    new ResizeObserver(() => { if (this.stuck) this.toBottom(); }).observe(this.log);
  }

  composer() {
    this.input = element("textarea", { rows: 1, placeholder: "Message", maxLength: 4096, dir: "auto", on: { keydown: (e) => this.typed(e), input: () => this.drafted() } });
    this.menu = element("button", { type: "button", class: "menu", "aria-label": "Commands", "aria-expanded": "false", title: "Commands", on: { click: () => this.toggleCommands() } }, "/");
    this.file = element("input", { type: "file", hidden: true, on: { change: () => this.attach() } });
    const clip = element("button", { type: "button", class: "menu", "aria-label": "Send a file", title: "Send a file", on: { click: () => this.file.click() } }, "+");
    const send = element("button", { type: "submit", class: "send", "aria-label": "Send" }, "➤");
    const submit = (event) => { event.preventDefault(); this.submit(); };
    return element("form", { class: "composer", on: { submit } }, this.menu, clip, this.file, this.input, send);
  }

  describe(profile) {
    this.profile = profile;
    const open = !this.commands.hidden && !this.commands.contains(document.activeElement);
    if (open) this.listCommands(this.input.value.replace(/^\//, "")); // they may speak another language by now
    this.heading.textContent = profile.name;
    this.avatar.textContent = [...profile.name][0] ?? "?";
    this.avatar.dataset.hue = String(profile.id % 6);
    this.node.setAttribute("aria-label", `Chat of ${profile.name}${profile.role ? `, ${profile.role}` : ""}`);
    this.input.setAttribute("aria-label", `Message as ${profile.name}`);
    this.language.setAttribute("aria-label", `Language of ${profile.name}`);
    this.log.setAttribute("aria-label", `Messages with ${profile.name}`);
    const known = LANGUAGES.includes(profile.language) ? LANGUAGES : [profile.language, ...LANGUAGES];
    this.language.replaceChildren(...known.map((code) => element("option", { value: code, selected: code === profile.language }, code)));
    this.blockButton.textContent = profile.blocked ? "Unblock" : "Block";
    this.blockButton.title = profile.blocked ? "Let the bot write again" : "Stop the bot, as people do";
    this.node.classList.toggle("blocked", profile.blocked);
    this.calm();
    this.fillEmpty();
  }

  fillEmpty() {
    const start = element("button", { type: "button", class: "key primary", on: { click: () => this.say("/start") } }, "Start");
    this.empty.replaceChildren(element("b", {}, this.host.bot().name), element("p", { dir: "auto" }, this.profile.description || "Nothing said yet."), start);
  }

  // --- messages

  show(messages) {
    this.log.replaceChildren(this.empty);
    this.messages.clear();
    for (const message of messages) this.add(message, true);
    const typed = sessionStorage.getItem(this.draftKey()); // before the page was loaded anew
    const said = messages.findLast((message) => message.own)?.text;
    if (typed && typed !== said && !this.input.value) this.write(typed); // a page left before the answer kept what had arrived
    this.toBottom();
  }

  add(message, atOnce = false) {
    const stick = atOnce || message.own || this.follows();
    const node = this.bubble(message);
    this.messages.set(message.message_id, node);
    this.empty.hidden = true;
    this.log.append(node);
    trim(node);
    if (!message.own) this.calm();
    if (atOnce) return;
    node.classList.add("fresh");
    if (stick) this.toBottom("smooth");
    else this.count(this.unread + 1);
    if (!message.own) this.host.arrived(this);
  }

  edit(message) {
    const old = this.messages.get(message.message_id);
    if (!old) return;
    const follows = this.follows();
    const node = this.bubble(message);
    node.classList.add("flash");
    const held = old.contains(document.activeElement) ? document.activeElement : null;
    old.replaceWith(node);
    trim(node);
    this.messages.set(message.message_id, node);
    if (held) this.hold(node, held.dataset.callback);
    if (follows) this.toBottom();
  }

  bubble(message) {
    return bubble(message, this.act, this.reader, message.own ? this.profile.name : this.host.bot().name);
  }

  // The keyboard stays where it was: on the same button, else on its message. Never on another button, which a second Enter would press.
  hold(node, callback) {
    const same = [...node.querySelectorAll(".key")].find((key) => callback !== undefined && key.dataset.callback === callback);
    (same ?? node).focus({ preventScroll: true });
  }

  remove(messageId) {
    this.messages.get(messageId)?.remove();
    this.messages.delete(messageId);
    this.empty.hidden = this.messages.size > 0;
  }

  nearBottom() {
    return this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < NEAR;
  }

  toBottom(behavior = "auto") {
    this.stuck = true;
    this.log.scrollTo({ top: this.log.scrollHeight, behavior });
    this.above = this.log.scrollTop;
    this.count(0);
  }

  // Whether the newest message is to stay in view: until the visitor scrolls up. A smooth way down may not be over yet.
  follows() {
    if (this.nearBottom()) this.stuck = true;
    else if (this.log.scrollTop < this.above) this.stuck = false;
    this.above = this.log.scrollTop;
    return this.stuck;
  }

  scrolled() {
    this.follows();
    if (this.nearBottom()) this.count(0);
    this.down.hidden = this.nearBottom();
  }

  count(unread) {
    this.unread = unread;
    this.down.textContent = unread ? `↓ ${unread} new` : "↓";
    this.down.setAttribute("aria-label", unread ? `${unread} new messages: go to the newest` : "Go to the newest message");
    this.down.hidden = !unread && this.nearBottom();
  }

  // --- what the bot answers

  busy(action) {
    this.subtitle.textContent = ACTIONS[action] ?? "busy…";
    this.subtitle.classList.add("busy");
    clearTimeout(this.busyTimer);
    this.busyTimer = setTimeout(() => this.calm(), ACTION);
  }

  calm() {
    this.subtitle.textContent = this.profile.blocked ? "has blocked the bot" : this.profile.role;
    this.subtitle.classList.remove("busy");
  }

  answer({ press, text, alert, url }) {
    this.settle(press);
    if (url) this.follow(url);
    if (!text) return;
    if (alert) this.dialog(text);
    else this.toast(text);
  }

  toast(text) {
    const node = element("div", { class: "toast", dir: "auto" }, text);
    this.toasts.append(node);
    setTimeout(() => node.remove(), TOAST);
  }

  dialog(text) {
    const before = document.activeElement;
    const close = () => { node.remove(); before?.focus?.(); };
    const keys = (event) => {
      if (event.key === "Escape") close();
      if (event.key === "Tab") event.preventDefault(); // its one button is all there is until it is closed
    };
    const ok = element("button", { type: "button", class: "key primary", on: { click: close } }, "OK");
    const node = element("div", { class: "veil", on: { keydown: keys } },
      element("div", { class: "dialog", role: "alertdialog", "aria-modal": "true", "aria-label": this.host.bot().name }, element("p", { dir: "auto" }, text), ok));
    this.log.after(node);
    ok.focus();
  }

  // --- what the person does

  async send(path, body) {
    try { return await post(`/page/${path}`, { person: this.id, ...body }); }
    catch (problem) { this.toast(problem.message || "That did not work"); return null; }
  }

  say(text) { return this.send("say", { text }); }

  async press(message, button, node) {
    if (button.copy_text) { this.copy(button.copy_text.text); return; }
    if (button.url) { if (!this.follow(button.url)) window.open(button.url, "_blank", "noopener,noreferrer"); return; }
    if (button.callback_data === undefined) { this.toast("Only a real Telegram can do this"); return; }
    const token = {};
    this.waiting.set(token, node);
    node.classList.add("waiting");
    const sent = await this.send("press", { message_id: message.message_id, data: button.callback_data });
    const answered = sent && this.early?.delete(sent.press);
    this.waiting.delete(token);
    if (!sent || answered) { node.classList.remove("waiting"); return; }
    this.waiting.set(sent.press, node);
    setTimeout(() => this.settle(sent.press), SPINNER);
  }

  settle(press) {
    const node = this.waiting.get(press);
    if (node) node.classList.remove("waiting");
    else (this.early ??= new Set()).add(press); // the answer overtook the answer to our own request
    this.waiting.delete(press);
  }

  follow(url) {
    const own = new RegExp(`^(?:https?://)?(?:t|telegram)\\.me/${this.host.bot().username}(?:[/?]|$)`, "i");
    if (!own.test(url)) return false;
    this.send("follow", { url });
    return true;
  }

  async copy(text) {
    try { await navigator.clipboard.writeText(text); this.toast("Copied"); }
    catch { this.toast(`Copy this: ${text}`); }
  }

  async attach() {
    const [file] = this.file.files;
    this.file.value = "";
    if (!file) return;
    const query = new URLSearchParams({ person: String(this.id), name: file.name });
    try {
      const response = await reach(`/page/attach?${query}`, { headers: { "Content-Type": "application/octet-stream" }, body: file });
      if (!response.ok) throw new Error(await response.text());
    } catch (problem) { this.toast(problem.message); }
  }

  async submit() {
    const text = this.input.value.trim();
    if (!text) return;
    this.write("");
    if (!await this.say(text) && !this.input.value) this.write(text); // what could not be sent is not lost
  }

  write(text) {
    this.input.value = text;
    this.drafted();
  }

  typed(event) {
    if (event.key === "Escape") this.list(false);
    if (event.key === "ArrowUp" && !this.commands.hidden) { event.preventDefault(); this.commands.lastElementChild.focus(); }
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.submit();
  }

  draftKey() { return `draft of ${this.id}`; }

  drafted() {
    sessionStorage.setItem(this.draftKey(), this.input.value);
    this.input.style.height = "auto";
    if (this.input.value) this.input.style.height = `${this.input.scrollHeight + 2}px`;
    const draft = this.input.value;
    if (/^\/\w*$/.test(draft)) this.listCommands(draft.slice(1));
    else this.list(false);
  }

  toggleCommands() {
    if (!this.commands.hidden) { this.list(false); return; }
    this.listCommands("");
    this.commands.querySelector("button")?.focus();
  }

  list(open) {
    this.commands.hidden = !open;
    this.menu.setAttribute("aria-expanded", String(open));
  }

  // Arrows walk the list, Escape leaves it.
  chosen(event) {
    const way = { ArrowUp: "previousElementSibling", ArrowDown: "nextElementSibling" }[event.key];
    if (event.key === "Escape") { this.list(false); this.input.focus(); }
    if (!way) return;
    event.preventDefault();
    (document.activeElement[way] ?? this.input).focus();
  }

  listCommands(prefix) {
    const known = this.profile.commands.filter(({ command }) => command.startsWith(prefix));
    this.commands.replaceChildren(...known.map(({ command, description }) => element(
      "button", { type: "button", on: { click: () => this.command(command) } }, element("b", {}, `/${command}`), element("span", { dir: "auto" }, description),
    )));
    if (!this.profile.commands.length) this.commands.append(element("p", {}, "The bot offers no commands here."));
    this.list(known.length > 0 || !this.profile.commands.length);
  }

  command(name) {
    if (this.commands.contains(document.activeElement)) this.menu.focus(); // not the field: a phone would open its keyboard
    this.write("");
    this.say(`/${name}`);
  }
}

// A quote that fits needs no "Show more".
function trim(node) {
  for (const quote of node.querySelectorAll(".expandable")) {
    if (quote.scrollHeight > quote.clientHeight + 1) continue;
    quote.classList.replace("expandable", "whole");
    quote.querySelector(".more").remove();
  }
}
