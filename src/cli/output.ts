/** What commands print: for people by default, one JSON value with --json. Results go to standard output, everything else to standard error. */

export interface Output {
  json: boolean;
  /** The command's result. `lines` is how a person reads it. */
  result(value: unknown, lines: () => string[]): void;
  /** A remark on the way; kept out of the result. */
  note(text: string): void;
}

export function createOutput(json: boolean): Output {
  return {
    json,
    result(value, lines) {
      process.stdout.write(
        json
          ? `${JSON.stringify(value, null, 2)}\n`
          : lines()
              .map((line) => `${line}\n`)
              .join(""),
      );
    },
    note: (text) => void process.stderr.write(`${text}\n`),
  };
}

/** Columns as wide as their longest cell. */
export function table(rows: string[][]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
}

/** A failure that a person can do something about: its message says what. Ends the program with exit code 1 and no stack. */
export class CliError extends Error {
  override readonly name = "CliError";
}
