/** What the two simulated providers share. Nothing here knows Privity: no file of `sandbox/` imports from `src/`, nor the other way round. */

/** A clock that the sandbox lives by: real, shifted, or stepped by hand in tests. */
export interface SandboxClock {
  now(): Date;
  /** Moves the clock forward; due timers (webhook retries, late effects) run before it resolves. */
  advance(ms: number): Promise<void>;
  /** Runs `task` when the clock reaches `at`. */
  at(at: Date, task: () => void | Promise<void>): void;
}

/** A stored row. Times are ISO 8601 in UTC. */
export interface Row {
  id: number;
  created_at: string;
  updated_at: string;
}

/**
 * A table of rows in id order. Its base may be generated (a pure function of seed and index, so that a million rows need no memory);
 * edits, inserts and removals are kept beside it.
 */
export interface Table<R extends Row> {
  get(id: number): R | undefined;
  count(): number;
  /** Ids ascending, after `after_id`; `updated_since` is inclusive. */
  scan(options?: { after_id?: number; updated_since?: string }): Iterable<R>;
  /** Gives id and times from the clock unless they are told. */
  insert(row: Omit<R, "id" | "created_at" | "updated_at"> & Partial<Row>): R;
  /** Sets `updated_at` from the clock unless `bump` is false. */
  update(id: number, change: Partial<Omit<R, "id">>, options?: { bump?: boolean }): R;
  remove(id: number): void;
  on(listener: (event: { action: "created" | "updated" | "deleted"; row: R; before: R | undefined }) => void): void;
}

/** One request that reached a sandbox. */
export interface LogEntry {
  at: string;
  method: string;
  /** Path with ids replaced, such as `/api/v4/contacts/{id}`. */
  route: string;
  url: string;
  status: number | null;
  /** The access token's user; null before sign-in. */
  user_id: number | null;
  /** The fault that was injected, if any. */
  fault: string | null;
}

export interface RequestLog {
  entries(): readonly LogEntry[];
  count(filter?: { method?: string; route?: string; status?: number; fault?: string }): number;
  /** Exact counts per method, route, status and fault. */
  totals(): { method: string; route: string; status: number | null; fault: string | null; count: number }[];
  reset(): void;
}

export type Rates = Partial<Record<AnyFault, number>>;

export interface FaultRates {
  seed: number;
  rates: Rates;
  /** Instead of `rates` for requests that change something. */
  write_rates?: Rates;
  /** For uploads to the storage, which `rates` do not touch. */
  storage_rates?: Rates;
  /** How long a write of `applied_late_…` takes to come about; between 5 and 60 seconds unless told. */
  late_ms?: readonly [from: number, to: number];
}

/** Faults by name with a rate (0 to 1), drawn from one seed so that a run can be repeated; or scripted, one by one. */
export interface Faults {
  set(plan: FaultRates): void;
  /** The next `times` requests whose route matches get this fault. */
  script(fault: AnyFault, route: RegExp, times?: number): void;
  clear(): void;
  /** The rates that are set for all requests. */
  rates(): Rates;
  /** What is set, as it was given. */
  plan(): FaultRates;
  /** How often each fault was really injected. */
  reached(): Rates;
}

export const FAULTS = [
  "error_500_before", // 5xx, nothing done
  "error_500_after", // 5xx although it was done
  "error_502_html",
  "gateway_504", // {"message":"Endpoint request timed out"}
  "answer_dropped", // done, then the connection breaks before a byte of the answer
  "request_dropped", // the connection breaks, nothing done
  "limited_429_seconds",
  "limited_429_date",
  "limited_429_missing",
  "limited_429_absurd", // Retry-After of a year, or negative, or words
  "maintenance_503",
  "forbidden_html_403",
  "slow_body",
  "truncated_body",
  "not_json_200",
  "page_expired", // the page token is refused
  "row_vanishes", // one row is missing from a list although it exists
  "edit_while_paging", // a random row is edited while a list is being read
  "redirect_other_host",
  "unauthorized_401", // a spurious 401 for a good token
] as const;
export type FaultName = (typeof FAULTS)[number];

/** Those that strike writes and uploads only. */
export const WRITE_FAULTS = [
  "gateway_504_after", // 504 although it was done
  "applied_late_504", // 504 at once, and carried out later all the same
  "applied_late_dropped", // the connection breaks, and it is carried out later all the same
  "upload_cut", // the storage breaks the connection half-way through the bytes and keeps nothing
  "upload_truncated", // half of the bytes come, and the storage says that these are too few
  "upload_refused", // the storage refuses the address, as if it had expired
  "upload_timeout", // Clio cannot verify the upload in time (UploadTimeoutError)
] as const;
export type AnyFault = FaultName | (typeof WRITE_FAULTS)[number];
export const ALL_FAULTS: readonly AnyFault[] = [...FAULTS, ...WRITE_FAULTS];

/** Every sandbox has these, beside its own tables, switches and users. */
export interface Sandbox {
  readonly provider: "clio" | "mycase";
  /** Answers a request as the provider would; no port needed. A dropped connection rejects with a TypeError, as `fetch` does. */
  fetch(request: Request): Promise<Response>;
  readonly clock: SandboxClock;
  readonly log: RequestLog;
  readonly faults: Faults;
  /** Rows per kind as the vendor counts them, for progress and floors. */
  counts(): Record<string, number>;
  /** The floor of a full read: Σ ceil(rows / page maximum) over the lists that Privity reads. */
  floor(): number;
  close(): Promise<void>;
}

/** What a sandbox is filled with: the imaginary firm, or a generated one of any size. */
export type Filling = { firm: "imaginary" } | { firm: "generated"; seed: number; contacts: number; matters: number; relationships: number };
