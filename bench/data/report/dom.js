// Everything on this page is built from nodes and text. No string is ever parsed as markup: dialogues are hostile.

const $ = (id) => document.getElementById(id);

function fill(node, children) {
  for (const child of children.flat(Infinity)) {
    if (child === null || child === undefined || child === false) continue;
    node.append(child instanceof Node ? child : document.createTextNode(String(child)));
  }
  return node;
}

function attributes(node, attrs) {
  for (const [name, value] of Object.entries(attrs || {})) {
    if (value === null || value === undefined || value === false) continue;
    node.setAttribute(name, value === true ? "" : String(value));
  }
  return node;
}

function el(tag, attrs, ...children) {
  return fill(attributes(document.createElement(tag), attrs), children);
}

function svg(tag, attrs, ...children) {
  return fill(attributes(document.createElementNS("http://www.w3.org/2000/svg", tag), attrs), children);
}

function button(label, attrs, onclick) {
  const node = el("button", { type: "button", ...attrs }, label);
  node.addEventListener("click", onclick);
  return node;
}

// Text of others: kept in its own direction, so that a right-to-left override cannot reorder the page around it.
function foreign(tag, attrs, ...children) {
  return el(tag, { dir: "auto", ...attrs }, ...children);
}

const has = (map, key) => Object.prototype.hasOwnProperty.call(map || {}, key);
const worded = (map, key) => (has(map, key) ? map[key] : String(key).replace(/_/g, " "));
const whole = (value) => (value === null || value === undefined ? "–" : String(Math.round(value)));
const two = (value) => (value === null || value === undefined ? "–" : value.toFixed(2));
const signed = (value, digits) => (value > 0 ? "+" : value < 0 ? "−" : "±") + Math.abs(value).toFixed(digits);
const count = (n, one, many) => `${n.toLocaleString("en")} ${n === 1 ? one : many || one + "s"}`;

function say(text) {
  $("live").textContent = text;
}

function band(score) {
  if (score === null || score === undefined) return "none";
  return score < 25 ? "b1" : score < 50 ? "b2" : score < 65 ? "b3" : score < 80 ? "b4" : "b5";
}
