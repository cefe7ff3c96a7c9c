// Keys for who judges much. Every page works without this file: it only moves the focus and presses what is there.
"use strict";

const lines = [...document.querySelectorAll("[data-line]")];

function moveFocus(step) {
  const focused = lines.indexOf(document.activeElement);
  const at = focused >= 0 ? focused : lines.findIndex((line) => line.ariaCurrent === "true" || line.hasAttribute("aria-current"));
  const next = lines[Math.min(Math.max(at + step, 0), lines.length - 1)];
  if (next) next.focus();
}

// A Cyrillic layout writes another letter with the same key: the key is what is meant.
function readKey(event) {
  const place = /^Key([A-Z])$/.exec(event.code);
  return place && event.key.length === 1 && event.key > "\u007f" ? place[1].toLowerCase() : event.key;
}

// Where lines are chosen, a verdict is meant for all of them.
function findChosen(key) {
  return document.querySelector("input[name=chosen]:checked") && document.querySelector(`[data-bulk="${key}"]`);
}

function press(key) {
  const target = findChosen(key) || (key === "q" && document.querySelector("[data-back]")) || document.querySelector(`[data-key="${key}"]`);
  if (target) target.click();
}

function focusAssign() {
  const fields = [...document.querySelectorAll("[data-assign]")];
  const shown = fields.find((field) => field.offsetParent !== null);
  if (shown) shown.focus();
}

function choose(line) {
  const box = line.closest("li") && line.closest("li").querySelector("input[name=chosen]");
  if (box) box.click();
}

function isWriting(element) {
  return element.matches("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]");
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (isWriting(event.target)) {
    if (event.key === "Escape") event.target.blur();
    return;
  }
  const key = readKey(event);
  const help = document.getElementById("keys");
  if (help.open) return;
  if (key === "j") moveFocus(1);
  else if (key === "k") moveFocus(-1);
  else if (key === "o" && document.activeElement.matches("[data-line]")) document.activeElement.click();
  else if (key === "c" && document.getElementById("note")) document.getElementById("note").focus();
  else if (key === "x" && document.activeElement.matches("[data-line]")) choose(document.activeElement);
  else if (key === "a" && document.querySelector("[data-assign]")) focusAssign();
  else if (key === "?") help.showModal();
  else if (key === "/" && document.getElementById("words")) document.getElementById("words").focus();
  else if (["r", "n", "f", "u", "s", "q", "/"].includes(key)) press(key);
  else return;
  event.preventDefault();
});

for (const slide of document.querySelectorAll("[data-slide]")) {
  const told = slide.form.querySelector("output");
  slide.addEventListener("input", () => {
    const option = slide.form.querySelector(`option[value="${slide.value}"]`);
    if (option) told.value = option.label;
  });
  slide.addEventListener("change", () => slide.form.requestSubmit());
}

const current = document.querySelector("[data-line][aria-current]");
if (current) {
  const box = current.closest(".queue");
  if (box && box.scrollHeight > box.clientHeight) box.scrollTop = current.offsetTop - box.clientHeight / 3;
}
