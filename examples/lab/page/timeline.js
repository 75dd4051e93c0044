// Calls, callers who wait, and instances that take over, drawn along one axis of moments.

const SVG = "http://www.w3.org/2000/svg";
const HEIGHT = 92;
const STEP = 18;
const MARGIN = 8;
const CALLS = 34;
const WAITING = 56;
const LANES = 3;

export function drawTimeline(svg, copy, now) {
  const width = Math.max(svg.clientWidth, 200);
  const first = Math.max(0, now - Math.floor((width - 2 * MARGIN) / STEP));
  const x = (moment) => MARGIN + (moment - first) * STEP;
  const isSeen = (moment) => moment >= first;

  svg.setAttribute("viewBox", `0 0 ${width} ${HEIGHT}`);
  svg.setAttribute("aria-label", inWords(copy));
  svg.replaceChildren(element("line", { class: "axis", x1: 0, x2: width, y1: CALLS, y2: CALLS }));
  for (const { at, number } of copy.takeovers.filter(({ at }) => isSeen(at))) {
    svg.append(element("line", { class: "instance", x1: x(at), x2: x(at), y1: 16, y2: HEIGHT }));
    const isLate = x(at) > width - 80;
    svg.append(element("text", { x: x(at), y: 12, "text-anchor": isLate ? "end" : "middle" }, `instance ${number}`));
  }
  lanes(copy.callers).forEach(([{ from, to, mark }, lane]) => {
    const until = to ?? now + 1;
    if (!isSeen(until)) return;
    const y = WAITING + lane * 14;
    const line = { x1: Math.max(x(from), 0), x2: Math.min(x(until), width), y1: y, y2: y };
    svg.append(element("line", { class: to === null && mark === "bad" ? "hangs" : "waits", ...line }));
    if (to !== null) svg.append(symbol(mark, x(until), y));
  });
  for (const { at, mark } of copy.calls.filter(({ at }) => isSeen(at))) svg.append(symbol(mark, x(at), CALLS));
}

/** Callers with the lane of each: the highest that is free when he begins to wait. */
function lanes(callers) {
  const until = Array(LANES).fill(-1);
  return callers.map((caller) => {
    const free = until.findIndex((moment) => moment < caller.from);
    const lane = free < 0 ? LANES - 1 : free;
    until[lane] = caller.to ?? Infinity;
    return [caller, lane];
  });
}

function symbol(mark, x, y) {
  const r = 5;
  if (mark === "good") return element("path", { class: mark, d: `M${x - r} ${y}l4 4l6 -8` });
  if (mark === "held") return element("rect", { class: mark, x: x - r, y: y - r, width: 2 * r, height: 2 * r });
  return element("path", { class: "bad", d: `M${x - r} ${y - r}l${2 * r} ${2 * r}m0 ${-2 * r}l${-2 * r} ${2 * r}` });
}

function inWords({ calls, callers, takeovers }) {
  const count = (mark) => calls.filter((call) => call.mark === mark).length;
  const hanging = callers.filter(({ to, mark }) => to === null && mark === "bad").length;
  return (
    `${calls.length} calls: ${count("good")} fine, ${count("held")} failed and said so, ${count("bad")} silent, ` +
    `wrong or stuck. ${hanging} callers wait for ever. ${takeovers.length} instances took over.`
  );
}

function element(name, attributes, text = "") {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.textContent = text;
  return made;
}
