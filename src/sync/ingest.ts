/**
 * The one door by which a vendor's record enters (invariant 1). A page becomes: rows quarantined one by one, rows older than the mirror's
 * dropped, unchanged rows skipped, contacts that would lose their name or last channel parked (B-SYN-6), the rest written.
 */
import { hash } from "node:crypto";
import type { Kysely } from "kysely";
import type { Tables } from "../db/tables.ts";
import { differsOnlyInVolatile, judge, type Held } from "../mirror/rules.ts";
import {
  hasQuarantine,
  readHeld,
  readOwnWrites,
  readRaw,
  releaseQuarantine,
  reserveSeq,
  writeQuarantine,
  writeRecords,
  type Owner,
  type RecordWrite,
} from "../mirror/store.ts";
import type { CheckedRow, Connector } from "../model/connector.ts";
import type { Kind } from "../model/kinds.ts";
import { isHarmful } from "./harm.ts";
import { parkChanges } from "./store_parked.ts";

export interface IngestInput {
  owner: Owner;
  connector: Connector;
  kind: Kind;
  run_id: string;
  rows: CheckedRow[];
  /** `textsOf(rows)`, where it was made before the transaction began. */
  texts?: Texts;
  read_at: string;
  now: string;
  /** The firm's country, to tell whether a phone number is one. */
  country: string;
  /** `park`: changes that harm a contact wait for the end of the run. `take`: an admin or the run has decided that they pass. */
  harmful: "park" | "take";
}

export interface IngestResult {
  changed: number;
  unchanged: number;
  stale: number;
  quarantined: number;
  parked: number;
}

type GoodRow = Extract<CheckedRow, { ok: true }>;
interface RowText {
  text: string;
  content_hash: string;
}
type Candidate = GoodRow & RowText;
type Texts = ReadonlyMap<CheckedRow, RowText>;

/** The part of taking a page in that costs us most and needs no transaction: pages that wait for each other had better do it before. */
export function textsOf(rows: CheckedRow[]): Texts {
  const texts = new Map<CheckedRow, RowText>();
  for (const row of rows) {
    if (!row.ok) continue;
    const text = JSON.stringify(row.raw);
    texts.set(row, { text, content_hash: hash("md5", text, "base64") });
  }
  return texts;
}

/** Takes a page in. The caller owns the transaction; the connection's pages are serialised by the clock that this locks first. */
export async function ingest(trx: Kysely<Tables>, input: IngestInput): Promise<IngestResult> {
  const { owner, kind } = input;
  const good = lastOfEach(input.rows.filter((row): row is GoodRow => row.ok));
  const bad = input.rows.filter((row): row is Extract<CheckedRow, { ok: false }> => !row.ok);
  const texts = input.texts ?? textsOf(good);
  const first_seq = await reserveSeq(trx, owner, good.length);
  const held = await readHeld(
    trx,
    owner,
    kind,
    good.map((row) => row.provider_id),
  );

  const result: IngestResult = { changed: 0, unchanged: 0, stale: 0, quarantined: bad.length, parked: 0 };
  const candidates: Candidate[] = [];
  for (const row of good) {
    const { text, content_hash } = texts.get(row)!;
    const verdict = judge(held.get(row.provider_id), { content_hash, updated_at: row.updated_at, read_at: input.read_at });
    if (verdict === "unchanged") result.unchanged += 1;
    else if (verdict === "stale") result.stale += 1;
    else candidates.push({ ...row, text, content_hash });
  }

  const known = candidates.filter((row) => held.has(row.provider_id)).map((row) => row.provider_id);
  const before =
    kind === "contact" || kind === "matter" ? await readRaw(trx, owner, kind, known) : new Map<string, Record<string, unknown>>();
  const taken = kind === "contact" && input.harmful === "park" ? await parkHarmful(trx, input, candidates, before, result) : candidates;

  const decisive = await decisiveTimes(trx, input, held, before);
  const writes = taken.map((row, index): RecordWrite => ({ ...row, decisive_at: decisive(row), seq: first_seq + index }));
  await writeRecords(trx, owner, { kind, run_id: input.run_id, read_at: input.read_at, rows: writes });
  result.changed = writes.length;

  await keepQuarantine(trx, input, bad, good);
  return result;
}

/** A page may carry one record twice (a row that moved while it was read): the later one counts. */
function lastOfEach(rows: GoodRow[]): GoodRow[] {
  const byId = new Map(rows.map((row) => [row.provider_id, row]));
  return byId.size === rows.length ? rows : [...byId.values()];
}

async function parkHarmful(
  trx: Kysely<Tables>,
  input: IngestInput,
  candidates: Candidate[],
  before: Map<string, Record<string, unknown>>,
  result: IngestResult,
): Promise<Candidate[]> {
  const harmful = candidates.filter((row) => {
    const old = before.get(row.provider_id);
    return old !== undefined && isHarmful(input.connector.mapper, old, row.raw, input.country);
  });
  if (harmful.length === 0) return candidates;
  await parkChanges(
    trx,
    input.owner,
    input.run_id,
    harmful.map((row) => ({
      kind: "contact",
      provider_id: row.provider_id,
      effect: "blanked",
      text: row.text,
      updated_at: row.updated_at,
      read_at: input.read_at,
    })),
  );
  result.parked = harmful.length;
  const parked = new Set(harmful);
  return candidates.filter((row) => !parked.has(row));
}

/**
 * B-OWN-2: a new version that differs only in its update time, on a matter that we wrote to since the version before, keeps the earlier
 * time for the owner rule.
 */
async function decisiveTimes(
  trx: Kysely<Tables>,
  input: IngestInput,
  held: Map<string, Held>,
  before: Map<string, Record<string, unknown>>,
): Promise<(row: Candidate) => string | null> {
  if (input.kind !== "matter") return () => null;
  const written = await readOwnWrites(trx, input.owner, "matter", [...before.keys()]);
  const volatile = input.connector.plans.find((plan) => plan.kind === "matter")?.volatile ?? [];
  return (row) => {
    const previous = held.get(row.provider_id);
    const raw = before.get(row.provider_id);
    const written_at = written.get(row.provider_id);
    if (!previous || !raw || !written_at || Date.parse(written_at) < Date.parse(previous.read_at)) return row.updated_at;
    return differsOnlyInVolatile(raw, row.raw, volatile) ? previous.decisive_at : row.updated_at;
  };
}

async function keepQuarantine(
  trx: Kysely<Tables>,
  input: IngestInput,
  bad: Extract<CheckedRow, { ok: false }>[],
  good: GoodRow[],
): Promise<void> {
  const { owner, kind } = input;
  if (good.length > 0 && (await hasQuarantine(trx, owner, kind))) {
    await releaseQuarantine(
      trx,
      owner,
      kind,
      good.map((row) => row.provider_id),
    );
  }
  const rows = bad.map((row) => {
    const sample = storable(JSON.stringify(row.raw) ?? String(row.raw)).slice(0, 2000);
    const provider_id =
      row.provider_id === null ? `without-id-${hash("md5", sample).slice(0, 12)}` : storable(row.provider_id).slice(0, 200);
    return { provider_id, reason: storable(row.reason), sample };
  });
  await writeQuarantine(trx, owner, kind, input.run_id, [...new Map(rows.map((row) => [row.provider_id, row])).values()], input.now);
}

/** PostgreSQL's text holds no NUL, and its JSON no escaped one or half a surrogate pair. */
function storable(text: string): string {
  return text.replaceAll("\0", "").replaceAll("\\u0000", "").toWellFormed();
}
