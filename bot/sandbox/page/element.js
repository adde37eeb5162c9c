// Builds DOM elements. Text always becomes a text node, so nobody's words can become markup.

export function element(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null) continue;
    if (name === "class") node.className = value;
    else if (name === "on") for (const [event, listener] of Object.entries(value)) node.addEventListener(event, listener);
    else if (name === "data") Object.assign(node.dataset, value);
    else if (name in node && typeof value !== "string") node[name] = value;
    else node.setAttribute(name, value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

// Posts; throws an Error in plain words where nobody answers.
export async function reach(path, request) {
  try { return await fetch(path, { method: "POST", ...request }); }
  catch { throw new Error("Nothing was sent: the sandbox does not answer"); }
}

// Sends what the visitor did; gives the answer, or throws an Error with the server's words.
export async function post(path, body) {
  const response = await reach(path, { headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
  if (!response.ok) throw new Error((await response.text()).slice(0, 200) || `${response.status}`);
  return response.json();
}
