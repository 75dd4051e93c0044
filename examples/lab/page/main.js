// The buttons: each does the same to both copies, step by step.

import { Guarded, Plain } from "./copy.js";
import { Pane } from "./pane.js";

/** What has happened, for those who read nothing but one line. */
const STORIES = {
  pay: "Ann gave Bob 1. That is how it looks when nothing fails.",
  panic: "A bill was split among nobody, and Rust noticed the division by zero. The books had no part in it.",
  torn: "A payment panicked half-way: Ann had given 10, and Bob had not got them.",
  trap: "A payment trapped half-way: Ann had given 10, and Bob had not got them.",
  overflow: "A payment ran out of stack half-way: Ann had given 10, and Bob had not got them.",
  memory: "A payment ran out of memory half-way: Ann had given 10, and Bob had not got them.",
  nested: "While Rust was paying, it called JavaScript, which called Rust again. That trapped, and JavaScript threw the error away.",
  recover:
    "The plain program had to be loaded from scratch. With wasm-bulkhead a fresh instance takes the place of one that ended.",
};

/** Long enough to see one step after the other, for those who like that. */
const PAUSE = matchMedia("(prefers-reduced-motion: reduce)").matches ? 10 : 250;

let moment = 0;
const now = () => moment;
const plain = new Plain(now);
const guarded = new Guarded(now);
const copies = [plain, guarded];
const panes = [
  new Pane(document.getElementById("without"), plain),
  new Pane(document.getElementById("with"), guarded),
];

const buttons = [...document.querySelectorAll("button[data-act]")];
let busy = true;

for (const button of buttons) {
  button.addEventListener("click", () => busy || play(button.dataset.act));
}

async function play(act) {
  setBusy(true);
  if (act === "recover") {
    await step(() => Promise.all(copies.map((copy) => copy.recover(now()))));
    await step(() => copies.forEach((copy) => copy.ask(now())));
  } else {
    await step(() => copies.forEach((copy) => copy.wait(now())));
    await step(() => copies.forEach((copy) => copy.strike(act, now())));
    await step(() => copies.forEach((copy) => copy.ask(now())));
    await step(() => copies.forEach((copy) => copy.tell()));
    await step(() => copies.forEach((copy) => copy.look()));
  }
  setBusy(false);
  tell(STORIES[act]);
}

async function step(what) {
  moment += 1;
  await what();
  panes.forEach((pane) => pane.show());
  await new Promise((done) => setTimeout(done, PAUSE));
}

/** Buttons stay where the focus is, so they are not disabled in earnest. */
function setBusy(is) {
  busy = is;
  document.querySelector("main").setAttribute("aria-busy", is);
  const isBroken = copies.some(({ books }) => books === "wrong" || books === "refused");
  for (const button of buttons) {
    button.setAttribute("aria-disabled", is);
    button.classList.toggle("due", !is && isBroken && button.dataset.act === "recover");
  }
}

/** Whoever hears the page, or sees little of it, is also told what the panes show. */
function tell(story) {
  const verdicts = document.createElement("span");
  verdicts.className = "verdicts";
  const [without, with_] = copies.map(({ verdict }) => verdict.said);
  verdicts.textContent = ` Without wasm-bulkhead: ${without}. With it: ${with_}.`;
  document.getElementById("said").replaceChildren(story, verdicts);
}

try {
  await Promise.all(copies.map((copy) => copy.begin()));
} catch (error) {
  tell(`The lab could not be loaded: ${error.message}`);
  throw error;
}
for (const kind of ["error", "unhandledrejection"]) {
  addEventListener(kind, (event) => {
    const { stack = "" } = event.reason ?? event.error ?? {};
    (/\/with\//.test(stack) ? guarded : plain).strays += 1;
    panes.forEach((pane) => pane.show());
  });
}
panes.forEach((pane) => pane.show());
document.getElementById(guarded.program.build()).hidden = false;
tell("Both copies run. Press something under “Break it”.");
setBusy(false);
