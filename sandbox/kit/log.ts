import type { LogEntry, RequestLog } from "./types.ts";

/** Only the last entries are kept to be shown; the counts are exact for ever. */
const KEPT = 2_000;

export interface RequestLogWriter extends RequestLog {
  add(entry: LogEntry): void;
}

export function createLog(): RequestLogWriter {
  let entries: LogEntry[] = [];
  const totals = new Map<string, ReturnType<RequestLog["totals"]>[number]>();
  return {
    add(entry) {
      entries.push(entry);
      if (entries.length > KEPT * 2) entries = entries.slice(-KEPT);
      const { method, route, status, fault } = entry;
      const key = `${method} ${route} ${status} ${fault}`;
      const total = totals.get(key);
      if (total) total.count++;
      else totals.set(key, { method, route, status, fault, count: 1 });
    },
    entries: () => entries.slice(-KEPT),
    totals: () => [...totals.values()],
    count(filter = {}) {
      let sum = 0;
      for (const total of totals.values()) {
        if (filter.method !== undefined && filter.method !== total.method) continue;
        if (filter.route !== undefined && filter.route !== total.route) continue;
        if (filter.status !== undefined && filter.status !== total.status) continue;
        if (filter.fault !== undefined && filter.fault !== total.fault) continue;
        sum += total.count;
      }
      return sum;
    },
    reset() {
      entries = [];
      totals.clear();
    },
  };
}
