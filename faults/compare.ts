/** The checker: what the mirror holds against what the sandbox holds, the projection against its recomputation, and the counts against both. */
import type { Kind } from "../src/model/kinds.ts";
import { verify } from "../src/projection/verify.ts";
import { readList } from "./pages.ts";
import { idOf } from "./wire.ts";
import type { World } from "./world.ts";

type Truth = Map<Kind, Map<string, string>>;

export interface CompareOptions {
  /** The sandbox sends odd rows by a switch: whoever is set apart need not be known as poisoned. */
  odd_rows?: boolean;
}

/** Everything that is wrong, in words; empty when mirror = sandbox and projection = recomputation. Faults must be off. */
export async function compare(world: World, options: CompareOptions = {}): Promise<string[]> {
  const truth = await readTruth(world);
  return [
    ...(await compareMirror(world, truth, options)),
    ...(await compareCounts(world)),
    ...(await compareProjection(world)),
    ...(await stepsBack(world)),
    ...world.wire.violations,
  ];
}

/** The whole of each list, page after page, straight from the provider; read without the connectors. */
async function readTruth(world: World): Promise<Truth> {
  const { wire, vendor, provider } = world;
  const limit = (vendor.sandbox as unknown as { switches: { rate_limit: number | null } }).switches.rate_limit;
  vendor.setLimit(null);
  const authorization = `Bearer ${vendor.token().access_token}`;
  const truth: Truth = new Map();
  for (const [kind, first] of wire.lists) {
    const rows = new Map<string, string>();
    for (let url: string | null = first.href; url !== null;) {
      const asked = { kind, id: null, follows: url !== first.href };
      const answer = await wire.edge(new Request(url, { headers: { authorization, "user-agent": "checker" } }), asked);
      if (answer.status !== 200) throw new Error(`the checker got ${answer.status} for ${url}: ${await answer.text()}`);
      const page = await readList(provider, answer);
      for (const row of page.rows) rows.set(idOf(row), JSON.stringify(row));
      url = page.next;
    }
    truth.set(kind, rows);
  }
  vendor.setLimit(limit);
  return truth;
}

/** I2: of every row, the version that the provider has now. For what an incremental run can know. */
export async function compareVersions(world: World): Promise<string[]> {
  const truth = await readTruth(world);
  const { rows } = await world.db.pool.query<{ kind: Kind; provider_id: string; version: string | null }>(
    `select kind, provider_id, raw->>'updated_at' as version from record where connection_id = $1
     union select kind, provider_id, null from quarantine where connection_id = $1`,
    [world.owner.connection_id],
  );
  const held = Map.groupBy(rows, (row) => `${row.kind}/${row.provider_id}`);
  const wrong: string[] = [];
  for (const [kind, list] of truth) {
    for (const [id, text] of list) {
      const { updated_at } = JSON.parse(text) as { updated_at?: string };
      if (world.wire.poison.has(`${kind}/${id}`)) continue;
      const versions = held.get(`${kind}/${id}`);
      if (!versions) wrong.push(`I2: ${kind}/${id} is missing`);
      else if (!versions.some(({ version }) => version === null || version === updated_at))
        wrong.push(`I2: of ${kind}/${id} the version of ${updated_at} is missing`);
    }
  }
  return wrong;
}

async function compareMirror(world: World, truth: Truth, options: CompareOptions): Promise<string[]> {
  const { db, owner, wire } = world;
  const { rows: records } = await db.pool.query<{ kind: Kind; provider_id: string; raw: unknown; presence: string }>(
    "select kind, provider_id, raw, presence from record where connection_id = $1",
    [owner.connection_id],
  );
  const { rows: quarantine } = await db.pool.query<{ kind: Kind; provider_id: string; reason: string }>(
    "select kind, provider_id, reason from quarantine where connection_id = $1",
    [owner.connection_id],
  );
  const held = new Map(records.map((row) => [`${row.kind}/${row.provider_id}`, row]));
  const apart = new Map(quarantine.map((row) => [`${row.kind}/${row.provider_id}`, row.reason]));
  const wrong: string[] = [];
  for (const [kind, rows] of truth) {
    for (const [id, text] of rows) {
      const key = `${kind}/${id}`;
      const poison = wire.poison.get(key);
      if (poison?.quarantined) {
        if (!apart.get(key)) wrong.push(`F26: ${key} (${poison.name}) was not set apart`);
        continue;
      }
      if (apart.has(key)) {
        if (!options.odd_rows) wrong.push(`${key} is set apart (${apart.get(key)}) although it is fine`);
        continue;
      }
      const record = held.get(key);
      if (!record) wrong.push(`I1: ${key} is missing in the mirror`);
      else if (record.presence !== "present") wrong.push(`I4: ${key} is ${record.presence} although it exists`);
      else if (JSON.stringify(record.raw) !== text) wrong.push(`I1: ${key} differs: ${difference(record.raw, JSON.parse(text))}`);
    }
  }
  for (const [key, record] of held) {
    if (record.presence === "present" && truth.has(record.kind) && !truth.get(record.kind)?.has(record.provider_id))
      wrong.push(`I1: ${key} is in the mirror although it is gone`);
  }
  for (const key of apart.keys()) {
    const [kind, id] = key.split("/") as [Kind, string];
    if (!truth.get(kind)?.has(id)) wrong.push(`${key} is still set apart although it is gone`);
  }
  return wrong;
}

function difference(held: unknown, truth: unknown): string {
  const [a, b] = [held, truth] as Record<string, unknown>[];
  const keys = [...new Set([...Object.keys(a ?? {}), ...Object.keys(b ?? {})])];
  const fields = keys.filter((key) => JSON.stringify(a?.[key]) !== JSON.stringify(b?.[key]));
  return (
    fields
      .map((field) => `${field} ${JSON.stringify(a?.[field])?.slice(0, 80)} ≠ ${JSON.stringify(b?.[field])?.slice(0, 80)}`)
      .join("; ") || "order of fields"
  );
}

/** B-SYN-10: every contact row of the mirror is in exactly one state, and the last run told so. */
async function compareCounts({ db, owner }: World): Promise<string[]> {
  const { rows } = await db.pool.query<{ mirror: number; projected: number; counts: Record<string, number> | null }>(
    `select (select count(*)::int from record where connection_id = $1 and kind = 'contact') as mirror,
       (select count(*)::int from contact where connection_id = $1) as projected,
       (select counts from sync_run where connection_id = $1 and state in ('succeeded', 'held') and mode <> 'record' order by started_at desc limit 1) as counts`,
    [owner.connection_id],
  );
  const { mirror, projected, counts } = rows[0]!;
  const told = Object.values(counts ?? {}).reduce((sum, n) => sum + n, 0);
  return mirror === projected && mirror === told
    ? []
    : [`B-SYN-10: ${mirror} contact rows, ${projected} projected, ${told} told by the last run`];
}

async function compareProjection({ db, owner, connector, clock }: World): Promise<string[]> {
  const found = await verify({ db, mapper: connector.mapper, clock }, owner);
  const wrong = found.differences.map(
    (one) => `I13: ${one.entity}/${one.provider_id} differs from its recomputation in ${one.fields.join(", ")}`,
  );
  return found.pending ? [...wrong, "I13: changes are waiting to be projected after the last run"] : wrong;
}

export async function stepsBack({ db, owner }: World): Promise<string[]> {
  const { rows } = await db.pool.query<{ kind: string; provider_id: string; was: string; became: string }>(
    "select * from step_back where connection_id = $1",
    [owner.connection_id],
  );
  return rows.map((row) => `I3: ${row.kind}/${row.provider_id} went back from ${row.was} to ${row.became}`);
}
