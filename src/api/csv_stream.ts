/** A table as a file for a spreadsheet, written as it is read: no firm is ever in memory. */
import { BOM, csvRow } from "../lib/csv.ts";

export type Columns<Row> = [string, (row: Row) => string][];

export async function* csvBatches<Row>(columns: Columns<Row>, batches: AsyncIterable<Row[]>): AsyncGenerator<string> {
  yield BOM + csvRow(columns.map(([name]) => name));
  for await (const batch of batches) if (batch.length > 0) yield batch.map((row) => csvRow(columns.map(([, cell]) => cell(row)))).join("");
}

/** The next batch is read when the reader has taken the last; one that stops reading ends it. A failure breaks the download off. */
export function streamOf(batches: AsyncGenerator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    async pull(controller) {
      const { value, done } = await batches.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    cancel: async () => void (await batches.return(undefined)),
  });
}

export const csvHeaders = (name: string, day: string): Record<string, string> => ({
  "content-type": "text/csv; charset=utf-8",
  "content-disposition": `attachment; filename="${name}-${day}.csv"`,
});
