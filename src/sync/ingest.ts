/**
 * The one door by which a vendor's record enters (invariant 1). A page becomes: rows quarantined one by one, rows older than the mirror's
 * dropped, unchanged rows skipped, contacts that would lose their name or last channel parked (B-SYN-6), the rest written.
 */
import { hash } from "node:crypto";
import type { Kysely } from "kysely";
import type { Tables } from "../db/tables.ts";
import { bytesOf, textOf } from "../lib/bytes.ts";
import { differsOnlyInVolatile, judge, type Held } from "../mirror/rules.ts";
import {
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
  rows: WaitingRow[];
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

type BadRow = Extract<CheckedRow, { ok: false }>;
/** A good row as it waits to be stored: its content as JSON, which weighs a tenth of the record itself. */
interface GoodRow {
  ok: true;
  provider_id: string;
  updated_at: string | null;
  text: Buffer;
  content_hash: string;
}
export type WaitingRow = GoodRow | BadRow;

/** The part of taking a page in that costs us most and needs no transaction: pages that wait for each other had better do it before. */
export const waiting = (rows: readonly CheckedRow[]): WaitingRow[] =>
  rows.map((row) => {
    if (!row.ok) return row;
    const { provider_id, updated_at } = row;
    const text = bytesOf(JSON.stringify(row.raw));
    return { ok: true, provider_id, updated_at, text, content_hash: hash("md5", text, "base64") };
  });

const contentOf = (row: GoodRow): Record<string, unknown> => JSON.parse(textOf(row.text)) as Record<string, unknown>;

/** Takes a page in. The caller owns the transaction; the connection's pages are serialised by the clock that this locks first. */
export async function ingest(trx: Kysely<Tables>, input: IngestInput): Promise<IngestResult> {
  const { owner, kind } = input;
  const good = lastOfEach(input.rows.filter((row): row is GoodRow => row.ok));
  const bad = input.rows.filter((row): row is BadRow => !row.ok);
  const first_seq = await reserveSeq(trx, owner, good.length);
  const { held, quarantine } = await readHeld(
    trx,
    owner,
    kind,
    good.map((row) => row.provider_id),
  );

  const result: IngestResult = { changed: 0, unchanged: 0, stale: 0, quarantined: bad.length, parked: 0 };
  const candidates: GoodRow[] = [];
  for (const row of good) {
    const { content_hash, updated_at } = row;
    const verdict = judge(held.get(row.provider_id), { content_hash, updated_at, read_at: input.read_at });
    if (verdict === "unchanged") result.unchanged += 1;
    else if (verdict === "stale") result.stale += 1;
    else candidates.push(row);
  }

  const known = candidates.filter((row) => held.has(row.provider_id)).map((row) => row.provider_id);
  const before =
    kind === "contact" || kind === "matter" ? await readRaw(trx, owner, kind, known) : new Map<string, Record<string, unknown>>();
  const taken = kind === "contact" && input.harmful === "park" ? await parkHarmful(trx, input, candidates, before, result) : candidates;

  const decisive = await decisiveTimes(trx, input, held, before);
  const writes = taken.map((row, index): RecordWrite => ({ ...row, decisive_at: decisive(row), seq: first_seq + index }));
  await writeRecords(trx, owner, { kind, run_id: input.run_id, read_at: input.read_at, rows: writes });
  result.changed = writes.length;

  await keepQuarantine(trx, input, bad, quarantine ? good : []);
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
  candidates: GoodRow[],
  before: Map<string, Record<string, unknown>>,
  result: IngestResult,
): Promise<GoodRow[]> {
  const harmful = candidates.filter((row) => {
    const old = before.get(row.provider_id);
    return old !== undefined && isHarmful(input.connector.mapper, old, contentOf(row), input.country);
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
      text: textOf(row.text),
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
): Promise<(row: GoodRow) => string | null> {
  if (input.kind !== "matter") return () => null;
  const written = await readOwnWrites(trx, input.owner, "matter", [...before.keys()]);
  const volatile = input.connector.plans.find((plan) => plan.kind === "matter")?.volatile ?? [];
  return (row) => {
    const previous = held.get(row.provider_id);
    const raw = before.get(row.provider_id);
    const written_at = written.get(row.provider_id);
    if (!previous || !raw || !written_at || Date.parse(written_at) < Date.parse(previous.read_at)) return row.updated_at;
    return differsOnlyInVolatile(raw, contentOf(row), volatile) ? previous.decisive_at : row.updated_at;
  };
}

async function keepQuarantine(trx: Kysely<Tables>, input: IngestInput, bad: BadRow[], freed: GoodRow[]): Promise<void> {
  const { owner, kind } = input;
  if (freed.length > 0) {
    await releaseQuarantine(
      trx,
      owner,
      kind,
      freed.map((row) => row.provider_id),
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
