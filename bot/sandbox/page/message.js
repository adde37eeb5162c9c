// One message as a bubble: text, picture or file, the inline keyboard below, the time.

import { element } from "./element.js";
import { render } from "./entities.js";

const SIZES = ["B", "KB", "MB", "GB"];

// `act` has press(message, button, node), command(text), link(url), copy(text), view(file); `reader` language and now.
export function bubble(message, act, reader, author) {
  const text = message.text ?? message.caption ?? "";
  const content = element("div", { class: "bubble" }, reply(message), media(message, act));
  if (text) {
    const body = element("div", { class: "text", dir: "auto" });
    body.append(render(text, message.entities ?? message.caption_entities, act, reader));
    content.append(body);
  }
  content.append(stamp(message, reader));
  return element(
    "article",
    { class: message.own ? "message own" : "message", tabIndex: -1, "aria-label": author, data: { messageId: String(message.message_id) } },
    content,
    keyboard(message, act),
  );
}

function stamp(message, reader) {
  const at = new Date(message.date * 1000);
  const clock = new Intl.DateTimeFormat(reader.language(), { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(at);
  const marks = [message.silent ? "silent" : "", message.edit_date ? "edited" : ""].filter(Boolean).join(" · ");
  return element("footer", {}, marks ? `${marks} ` : "", element("time", { dateTime: at.toISOString(), title: at.toLocaleString() }, clock));
}

function reply(message) {
  const replied = message.reply_to_message;
  if (!replied) return null;
  return element("div", { class: "reply", dir: "auto" }, (replied.text ?? replied.caption ?? "file").slice(0, 80));
}

function media(message, act) {
  const file = message.file;
  if (!file) return null;
  if (file.kind === "photo") {
    const image = element("img", { src: file.url, alt: message.caption ?? "Picture", width: file.width, height: file.height });
    return element("button", { type: "button", class: "photo", title: "View", on: { click: () => act.view(file) } }, image);
  }
  return element(
    "a",
    { class: "file", href: `${file.url}?download`, download: file.name },
    element("span", { class: "ending", "aria-hidden": "true" }, file.name.split(".").pop().slice(0, 4)),
    element("span", { class: "about" }, element("b", {}, file.name), element("small", {}, `${size(file.size)} · download`)),
  );
}

function size(bytes) {
  const step = Math.min(Math.floor(Math.log(Math.max(bytes, 1)) / Math.log(1024)), SIZES.length - 1);
  return `${(bytes / 1024 ** step).toFixed(step ? 1 : 0)} ${SIZES[step]}`;
}

function keyboard(message, act) {
  const rows = message.reply_markup?.inline_keyboard ?? [];
  if (!rows.length) return null;
  return element("div", { class: "keyboard", role: "group", "aria-label": "Buttons" }, ...rows.map((row) => element("div", { class: "row" }, ...row.map((b) => key(message, b, act)))));
}

function key(message, button, act) {
  const kind = button.url ? " ↗" : button.copy_text ? " ⧉" : "";
  const label = element("span", { dir: "auto" }, button.text);
  const node = element("button", { type: "button", class: `key ${button.style ?? ""}` }, label, kind ? element("span", { class: "kind", "aria-hidden": "true" }, kind) : null);
  if (button.callback_data !== undefined) node.dataset.callback = button.callback_data;
  node.addEventListener("click", () => act.press(message, button, node));
  return node;
}
