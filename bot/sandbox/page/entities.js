// A text and its entities as DOM nodes. Offsets count UTF-16 code units, as JavaScript's strings do.

import { element } from "./element.js";

const BLOCKS = new Set(["pre", "blockquote", "expandable_blockquote"]); // they bring their own line breaks
const PLAIN = { bold: "b", italic: "i", underline: "u", strikethrough: "s" };

// `act` has command(text), link(url) and copied(text); `reader` has language and now (Unix seconds).
export function render(text, entities, act, reader) {
  const sorted = [...(entities ?? [])].sort((a, b) => a.offset - b.offset || b.length - a.length);
  const fragment = document.createDocumentFragment();
  fragment.append(...walk(text, 0, text.length, sorted, act, reader));
  return fragment;
}

function walk(text, begin, end, entities, act, reader) {
  const nodes = [];
  let at = begin;
  for (let i = 0; i < entities.length; ) {
    const entity = entities[i];
    const start = Math.max(entity.offset, at);
    const stop = Math.min(entity.offset + entity.length, end);
    const inner = [];
    for (i += 1; i < entities.length && entities[i].offset < stop; i += 1) inner.push(entities[i]);
    if (stop <= start) continue;
    const block = BLOCKS.has(entity.type);
    if (start > at) nodes.push(text.slice(at, block && text[start - 1] === "\n" ? start - 1 : start));
    nodes.push(wrap(entity, text.slice(start, stop), walk(text, start, stop, inner, act, reader), act, reader));
    at = block && text[stop] === "\n" ? stop + 1 : stop;
  }
  if (at < end) nodes.push(text.slice(at, end));
  return nodes;
}

function wrap(entity, text, children, act, reader) {
  switch (entity.type) {
    case "bold": case "italic": case "underline": case "strikethrough":
      return element(PLAIN[entity.type], {}, ...children);
    case "code":
      return copyable(element("code", {}, ...children), text, act);
    case "pre":
      return element("pre", { "data-language": entity.language }, element("code", {}, ...children));
    case "blockquote":
      return element("blockquote", {}, ...children);
    case "expandable_blockquote":
      return expandable(children);
    case "spoiler":
      return spoiler(children);
    case "text_link":
      return link(entity.url, children, act);
    case "url":
      return link(text.includes("://") ? text : `https://${text}`, children, act);
    case "email":
      return element("span", { class: "found" }, ...children);
    case "bot_command":
      return element("button", { type: "button", class: "inline-link", on: { click: () => act.command(text) } }, ...children);
    case "date_time":
      return moment(entity, text, reader);
    default:
      return element("span", { class: "found" }, ...children);
  }
}

function copyable(node, text, act) {
  node.title = "Copy";
  return pressable(node, () => act.copy(text));
}

function link(url, children, act) {
  if (!/^https?:\/\//i.test(url)) return element("span", { class: "found" }, ...children);
  const anchor = element("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, ...children);
  anchor.addEventListener("click", (event) => { if (act.link(url)) event.preventDefault(); });
  return anchor;
}

function spoiler(children) {
  const node = element("span", { class: "spoiler", "aria-label": "Hidden text, press to show" }, ...children);
  return pressable(node, () => { node.classList.add("shown"); node.removeAttribute("aria-label"); node.removeAttribute("role"); });
}

// A stretch of text that is also a button, for the keyboard too.
function pressable(node, press) {
  node.tabIndex = 0;
  node.setAttribute("role", "button");
  node.addEventListener("click", press);
  node.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    press();
  });
  return node;
}

function expandable(children) {
  const quote = element("blockquote", { class: "expandable" }, ...children);
  const more = element("button", { type: "button", class: "more", "aria-expanded": "false" }, "Show more");
  more.addEventListener("click", () => {
    const open = quote.classList.toggle("open");
    more.textContent = open ? "Show less" : "Show more";
    more.setAttribute("aria-expanded", String(open));
  });
  quote.append(more);
  return quote;
}

function moment(entity, text, reader) {
  const at = new Date(entity.unix_time * 1000);
  if (Number.isNaN(at.getTime())) return element("span", {}, text);
  const shown = entity.date_time_format ? formatted(at, entity.date_time_format, reader) : text;
  return element("time", { dateTime: at.toISOString(), title: at.toUTCString() }, shown);
}

function formatted(at, format, reader) {
  if (format === "r") return relative(at.getTime() / 1000 - reader.now(), reader.language());
  const options = {};
  if (format.includes("w")) options.weekday = "short";
  if (format.includes("d")) Object.assign(options, { day: "numeric", month: "short" });
  if (format.includes("D")) Object.assign(options, { day: "numeric", month: "long", year: "numeric" });
  if (/t/i.test(format)) Object.assign(options, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  if (format.includes("T")) options.second = "2-digit";
  return new Intl.DateTimeFormat(locale(reader.language()), options).format(at);
}

function relative(seconds, language) {
  const units = [["day", 86400], ["hour", 3600], ["minute", 60], ["second", 1]];
  const [unit, size] = units.find(([, size]) => Math.abs(seconds) >= size) ?? ["second", 1];
  return new Intl.RelativeTimeFormat(locale(language), { numeric: "auto" }).format(Math.round(seconds / size), unit);
}

function locale(language) {
  try { return Intl.getCanonicalLocales(language)[0]; } catch { return "en"; }
}
