/**
 * What was logged, told apart at the provider by a mark of this run's own, so that the truth is never asked of Privity: each activity's text (or
 * file name) carries `T0000012r1`, with the number of its revision behind.
 */
import type { Provider } from "../../src/model/kinds.ts";
import type { ClioSandbox } from "../../sandbox/clio/sandbox.ts";
import type { WrittenRecord } from "../../sandbox/kit/written.ts";
import type { MyCaseSandbox } from "../../sandbox/mycase/types.ts";
import type { Operation } from "../../src/model/writing.ts";

export const markOf = (number: number): string => `T${String(number).padStart(7, "0")}`;
const MARK = /\bT(\d{7})r(\d+)\b/g;

export interface Seen {
  record: WrittenRecord;
  /** The revision that it shows. */
  revision: number;
}

export type Truth = Map<string, Seen[]>;

/** Every mark with the records that carry it, those included that no list shows yet. */
export function readTruth(sandbox: ClioSandbox | MyCaseSandbox): Truth {
  const truth: Truth = new Map();
  for (const kind of sandbox.written.kinds()) {
    for (const record of sandbox.written.records({ kind, limit: Number.POSITIVE_INFINITY })) {
      const found = new Map<string, number>();
      for (const text of [record.title, record.text, record.detail])
        for (const [, number, revision] of text.matchAll(MARK)) found.set(`T${number}`, Number(revision));
      for (const [mark, revision] of found) {
        const seen = truth.get(mark);
        if (seen) seen.push({ record, revision });
        else truth.set(mark, [{ record, revision }]);
      }
    }
  }
  return truth;
}

/** The sandboxes' names of their tables. */
const TABLES: Record<Provider, Partial<Record<Operation, string>>> = {
  clio: { note: "notes", communication: "communications", document: "documents" },
  mycase: { note: "notes", call: "calls", thread: "message_threads", message: "messages", document: "documents" },
};

export const tableOf = (provider: Provider, operation: Operation): string => TABLES[provider][operation] ?? "";
