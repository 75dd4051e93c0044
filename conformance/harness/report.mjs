// The results as a table for people.

const mark = (column) => (column === undefined ? "-" : column.impossible ? "none" : column.ok ? (column.conceded ? "(ok)" : "ok") : "NO");

export function formatTable(results) {
  const rows = results.map((row) => [
    row.id,
    [row.cause, row.entry].filter(Boolean).join(" × "),
    mark(row.alone),
    mark(row.with),
    mark(row.finished),
    row.scenario,
  ]);
  rows.unshift(["id", "cell", "alone", "with", "finished", "scenario"]);
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  return rows.map((row) => row.map((text, column) => text.padEnd(widths[column])).join("  ").trimEnd());
}

// What was seen where a line does not hold, which a mark does not tell.
export function formatFailures(results) {
  return ["with", "finished"].flatMap((column) =>
    results
      .filter((row) => row[column]?.ok === false)
      .map((row) => `${formatCell(row)} (${row.scenario}) ${column}: ${row[column].saw}`),
  );
}

const formatCell = ({ id, cause, entry }) => [id, cause, entry].filter(Boolean).join(" ");
