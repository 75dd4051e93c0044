// What a pane shows of its copy.

import { drawTimeline } from "./timeline.js";

const PARTS = ["name", "kind", "boundary", "location", "message"];

export class Pane {
  constructor(section, copy) {
    this.copy = copy;
    this.section = section;
    section.append(document.getElementById("pane").content.cloneNode(true));
    this.timeline = section.querySelector("svg");
    new ResizeObserver(() => this.draw()).observe(this.timeline);
  }

  show() {
    const { copy, section } = this;
    copy.refresh();
    say(section.querySelector(".verdict"), copy.verdict);
    for (const row of section.querySelectorAll("[data-fact]")) {
      const fact = copy.facts[row.dataset.fact];
      if (fact) say(row.querySelector("dd"), fact);
    }
    this.draw();
    this.showError(copy.error);
  }

  draw() {
    drawTimeline(this.timeline, this.copy, this.copy.now());
  }

  showError(error) {
    const rows = PARTS.flatMap((part) => [item("dt", part), item("dd", error ? spell(error[part]) : "–")]);
    this.section.querySelector(".error").replaceChildren(...rows);
  }
}

function say(element, { mark, said }) {
  element.textContent = said;
  if (mark === null) delete element.dataset.mark;
  else element.dataset.mark = mark;
}

function item(name, text) {
  const made = document.createElement(name);
  made.textContent = text;
  return made;
}

function spell(value) {
  if (value === undefined) return "not known";
  return typeof value === "object" ? `${value.file}:${value.line}:${value.column}` : String(value);
}
