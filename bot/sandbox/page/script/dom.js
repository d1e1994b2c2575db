// The page's elements: to find them, to make them, and to listen to them.

export const $ = (id) => document.getElementById(id);
export const all = (selector, root = document) => [...root.querySelectorAll(selector)];

/**
 * Listen to an event. Never as a property (`node.onkeydown = …`): there, whatever returns false
 * cancels the event, and nobody can type any more.
 */
export const on = (node, type, listener) => node.addEventListener(type, listener);

/** Listen to events of all elements that fit the selector, now or later, inside the node. */
export const onAny = (node, type, selector, listener) =>
  on(node, type, (event) => {
    const found = event.target.closest(selector);
    if (found && node.contains(found)) listener(found, event);
  });

/** An element with properties, `data` for its data-attributes, and children but the falsy ones. */
export function h(tag, { data = {}, ...properties } = {}, ...children) {
  const node = document.createElement(tag);
  if (tag === "button") node.type = "button";
  Object.assign(node, properties);
  Object.assign(node.dataset, data);
  node.append(...children.filter(Boolean));
  return node;
}
