// The results as a table for people.

const mark = (column) => (column === undefined ? "-" : column.ok ? "ok" : "NO");

export function formatTable(results) {
  const rows = results.map((row) => [
    row.id,
    [row.cause, row.entry].filter(Boolean).join(" × "),
    mark(row.alone),
    mark(row.with),
    row.scenario,
  ]);
  rows.unshift(["id", "cell", "alone", "with", "scenario"]);
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  return rows.map((row) => row.map((text, column) => text.padEnd(widths[column])).join("  ").trimEnd());
}

// What was seen where a line does not hold, which a mark does not tell.
export function formatFailures(results) {
  return results
    .filter((row) => row.with && !row.with.ok)
    .map((row) => `${[row.id, row.cause, row.entry].filter(Boolean).join(" ")} (${row.scenario}): ${row.with.saw}`);
}
