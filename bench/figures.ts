/** What the bench prints: one figure per line, each with its goal: mostly what it may reach at most, of rates what it has to reach. */

export interface Figure {
  /** `part.what`, with the provider behind where there is one per provider. */
  name: string;
  value: number;
  unit: string;
  /** Null: told for information only. */
  goal: number | null;
  bound: "at_most" | "at_least";
  ok: boolean;
  backend: "embedded" | "server";
}

export type Told = Pick<Figure, "name" | "value" | "unit" | "goal" | "bound">;

export const withGoal = (name: string, value: number, unit: string, goal: number): Told => ({ name, value, unit, goal, bound: "at_most" });
export const atLeast = (name: string, value: number, unit: string, goal: number): Told => ({ name, value, unit, goal, bound: "at_least" });
export const forInformation = (name: string, value: number, unit: string): Told => ({ name, value, unit, goal: null, bound: "at_most" });

export function judged({ name, value, unit, goal, bound }: Told, backend: Figure["backend"]): Figure {
  const rounded = round(value);
  const reached = goal === null || (bound === "at_most" ? rounded <= goal : rounded >= goal);
  return { name, value: rounded, unit, goal, bound, ok: reached, backend };
}

/** Three digits that count. */
function round(value: number): number {
  return Math.abs(value) >= 100 ? Math.round(value) : Number(value.toPrecision(3));
}

/** The value below which 95 of 100 lie. */
export function p95(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * 0.95) - 1)] ?? 0;
}

/** The value below which 99 of 100 lie. */
export function p99(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * 0.99) - 1)] ?? 0;
}

export const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

const HEAD = ["figure", "value", "unit", "goal", "ok"];
const cells = (figure: Figure): string[] => [
  figure.name,
  String(figure.value),
  figure.unit,
  figure.goal === null ? "" : `${figure.bound === "at_most" ? "≤" : "≥"} ${figure.goal}`,
  figure.goal === null ? "" : figure.ok ? "yes" : "NO",
];

/** For a terminal. */
export function plainTable(figures: readonly Figure[]): string {
  const rows = [HEAD, ...figures.map(cells)];
  const widths = HEAD.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => (column === 1 ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!)))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

const markdown = (row: string[]): string => `| ${row.join(" | ")} |`;

export const MARKDOWN_HEAD = [markdown(HEAD), markdown(["---", "---:", "---", "---", "---"])];
export const markdownRow = (figure: Figure): string => markdown(cells(figure));
