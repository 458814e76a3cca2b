// console.table, drawn as Node draws it.

import util from "../shims/util.js";

const show = (value) =>
  util.inspect(value, {
    maxArrayLength: 3,
    breakLength: Infinity,
    depth: value !== null && typeof value === "object" ? -1 : 0,
  });
const isObject = (value) => typeof value === "object" && value !== null;

/** The text of the table of `rows`, or the value itself when it has no rows. */
export function table(rows, columns) {
  if (!isObject(rows)) return rows;
  const entries = rows instanceof Map ? [...rows].map(([, value], at) => [String(at), value]) : Object.entries(rows);
  const names = columns ?? [...new Set(entries.flatMap(([, row]) => (isObject(row) ? Object.keys(row) : [])))];
  const withValues = entries.some(([, row]) => !isObject(row));
  const header = ["(index)", ...names, ...(withValues && !columns ? ["Values"] : [])];
  const body = entries.map(([index, row]) => [
    index,
    ...names.map((name) => (isObject(row) && Object.hasOwn(row, name) ? show(row[name]) : "")),
    ...(withValues && !columns ? [isObject(row) ? "" : show(row)] : []),
  ]);
  const widths = header.map((title, at) => Math.max(title.length, ...body.map((row) => row[at].length)) + 2);
  const line = (cells) => `│${cells.map((cell, at) => ` ${cell.padEnd(widths[at] - 1)}`).join("│")}│`;
  const rule = (left, middle, right) => `${left}${widths.map((width) => "─".repeat(width)).join(middle)}${right}`;
  return [rule("┌", "┬", "┐"), line(header), rule("├", "┼", "┤"), ...body.map(line), rule("└", "┴", "┘")].join("\n");
}
