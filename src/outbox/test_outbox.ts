/** A firm with contacts and a provider that is a plain map with failures to order; for the tests of this room. */
import { sql } from "kysely";
import { writeSettings } from "../connections/store_settings.ts";
import { createConnectors } from "../connectors/index.ts";
import type { Db } from "../db/pool.ts";
import type { Clock } from "../lib/clock.ts";
import { newId } from "../lib/ids.ts";
import { createLog } from "../lib/log.ts";
import { unlimited } from "../lib/pacer.ts";
import type { Owner } from "../mirror/store.ts";
import { VendorError } from "../model/connector.ts";
import type { Provider } from "../model/kinds.ts";
import { defaultSettings } from "../model/presets.ts";
import type { Settings } from "../model/settings.ts";
import { OPERATIONS, WriteError, type Found, type Operation, type VendorWriter, type Writing, type WritingSide } from "../model/writing.ts";
import type { OutboxDeps } from "./deps.ts";
import { createOutbox } from "./outbox.ts";
import { writeTurn } from "./turn.ts";
import type { By, NewActivity, Outbox } from "./types.ts";

/** Moves only when told; whoever sleeps wakes once it has moved far enough, or a little later in real time, so that nobody hangs. */
export interface HandClock extends Clock {
  pass(ms: number): void;
}

export function handClock(start = "2026-11-21T15:00:00.000Z"): HandClock {
  let now = Date.parse(start);
  return {
    now: () => new Date(now),
    pass: (ms) => void (now += ms),
    sleep: (_ms, signal) =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(resolve, 5);
        signal?.addEventListener("abort", () => {
          clearTimeout(timer);
          reject(signal.reason as Error);
        });
      }),
  };
}

/** What becomes of one request that creates. */
export type Fate =
  | "ok"
  | "lost"
  | "answer_lost"
  | "late_seen"
  | "refused"
  | "busy"
  | "stalled_before"
  | "stalled_after"
  | "accepted"
  | "silently_refused";

export interface Kept {
  provider_id: string;
  writing: Writing;
  at: number;
  seen_from: number;
  by: string;
}

export interface MapVendor {
  side: WritingSide;
  records: Map<string, Kept>;
  /** What becomes of the next requests; then all goes well. */
  fates: Fate[];
  /** For requests other than those that create. */
  find_fails: number;
  update_fails: number;
  updates: number;
  finds: number;
  /** Requests that create, as they came. */
  creates: { marker: string; at: number }[];
  /** Lets whoever stalls go on. */
  wake(count?: number): void;
  stalled(): number;
  count(marker: string): number;
}

export const LAG_MS = 20_000;
export const SETTLE_MS = 60_000;
export const TIMEOUT_MS = 30_000;

const doubt = () =>
  new WriteError("unknown", { lasting: false, words: "no answer", status: null, retry_after_ms: null, failure: "transient" });

export function mapVendor(clock: Clock, unfindable: readonly Operation[] = ["message"]): MapVendor {
  const gates: PromiseWithResolvers<void>[] = [];
  const stall = () => {
    const gate = Promise.withResolvers<void>();
    gates.push(gate);
    return gate.promise;
  };
  const now = () => clock.now().getTime();
  let last_id = 0;
  const keep = (writing: Writing, by: string, seen_from = now()): Kept => {
    const kept = { provider_id: String((last_id += 1)), writing, at: now(), seen_from, by };
    vendor.records.set(kept.provider_id, kept);
    return kept;
  };
  const answer = ({ provider_id }: Kept) => ({ provider_id, url: `https://vendor.example/${provider_id}`, progress: null });

  const create = async (writing: Writing, by: string, take: () => Promise<void>) => {
    const fate = vendor.fates.shift() ?? "ok";
    if (fate === "stalled_before") await stall();
    await take();
    vendor.creates.push({ marker: writing.marker, at: now() });
    switch (fate) {
      case "lost":
        throw doubt();
      case "refused":
        throw new WriteError("no", { lasting: true, words: "Matter is closed", status: 422, retry_after_ms: null, failure: "broken" });
      case "busy":
        throw new WriteError("no", { lasting: false, words: "slow down", status: 429, retry_after_ms: 5_000, failure: "rate_limited" });
      case "answer_lost":
        keep(writing, by);
        throw doubt();
      case "late_seen":
        keep(writing, by, now() + LAG_MS);
        throw doubt();
      case "stalled_after": {
        const kept = keep(writing, by);
        await stall();
        return answer(kept);
      }
      case "accepted":
        keep(writing, by, now() + LAG_MS);
        return { provider_id: null, url: null, progress: null };
      case "silently_refused":
        return { provider_id: null, url: null, progress: null };
      default:
        return answer(keep(writing, by));
    }
  };

  const vendor: MapVendor = {
    records: new Map(),
    fates: [],
    find_fails: 0,
    update_fails: 0,
    updates: 0,
    finds: 0,
    creates: [],
    wake: (count = gates.length) => gates.splice(0, count).forEach((gate) => gate.resolve()),
    stalled: () => gates.length,
    count: (marker) => [...vendor.records.values()].filter(({ writing }) => writing.marker === marker).length,
    side: {
      promises: OPERATIONS.map((operation) => ({
        operation,
        look_up: unfindable.includes(operation) ? "none" : "list",
        settle_ms: SETTLE_MS,
        timeout_ms: TIMEOUT_MS,
        editable: operation === "note" || operation === "communication" || operation === "call",
        client_may_see: operation === "thread" || operation === "message",
        prevents: "",
        settles: "",
        remains: "",
      })),
      can_find: ({ operation, to }) =>
        operation === "thread" ? to.some((party) => party.kind === "contact") : !unfindable.includes(operation),
      writer: (session): VendorWriter => ({
        create: (writing) => create(writing, session.region ?? "", () => session.pacer.take()),
        finish: null,
        async find(writing): Promise<Found[]> {
          vendor.finds += 1;
          if (vendor.find_fails-- > 0) throw new VendorError("transient", "503");
          return [...vendor.records.values()]
            .filter((kept) => kept.writing.marker === writing.marker && kept.seen_from <= now())
            .map(({ provider_id, at }) => ({ provider_id, url: null, created_at: new Date(at).toISOString(), progress: null }));
        },
        async update(writing, provider_id) {
          vendor.updates += 1;
          await session.pacer.take();
          const kept = vendor.records.get(provider_id);
          if (!kept)
            throw new WriteError("no", { lasting: true, words: "No such record", status: 404, retry_after_ms: null, failure: "not_found" });
          kept.writing = writing;
          if (vendor.update_fails-- > 0) throw doubt();
          return answer(kept);
        },
        async remove(_writing, provider_id) {
          vendor.records.delete(provider_id);
        },
      }),
    },
  };
  return vendor;
}

/** Whose doings are in no audit log. */
export const SOMEBODY: By = { name: "an admin", tell: () => Promise.resolve() };

export interface TestFirm {
  owner: Owner;
  deps: OutboxDeps;
  outbox: Outbox;
  vendor: MapVendor;
  clock: HandClock;
  ana: string;
  ben: string;
  /** One turn of one worker. */
  turn(): Promise<void>;
  /** Turns and time until nothing is left to do by itself, or so much time has passed. */
  settle(at_most_ms?: number): Promise<void>;
  log(change?: Partial<NewActivity>): ReturnType<Outbox["logActivity"]>;
  setContact(contact_id: string, state: string): Promise<void>;
  change(settings: (settings: Settings) => Settings): Promise<void>;
  state(activity_id: string): Promise<{ state: string; reason: string | null }[]>;
}

export async function testFirm(
  db: Db,
  options: { provider?: Provider; unfindable?: readonly Operation[]; vendor?: MapVendor } = {},
): Promise<TestFirm> {
  const provider = options.provider ?? "clio";
  const clock = handClock();
  const vendor = options.vendor ?? mapVendor(clock, options.unfindable);
  const owner = { firm_id: newId(), connection_id: newId() };
  const [ana, ben] = [newId(), newId()];
  const at = clock.now().toISOString();
  const k = db.kysely;
  await sql`insert into firm (firm_id, name, time_zone) values (${owner.firm_id}, 'Marlow & Finch', 'America/New_York')`.execute(k);
  await sql`insert into connection (firm_id, connection_id, provider, region, account_id, account_name, user_id, user_name, user_email, state_since, first_synced_at)
    values (${owner.firm_id}, ${owner.connection_id}, ${provider}, ${"sync"}, '1', 'Marlow & Finch', '1', 'Ana Ruiz', 'ana@firm.example', ${at}, ${at})`.execute(
    k,
  );
  for (const [id, name, email] of [
    [ana, "Ana Ruiz", "ana@firm.example"],
    [ben, "Ben Ode", "ben@firm.example"],
  ] as const)
    await sql`insert into member (firm_id, member_id, name, email, role) values (${owner.firm_id}, ${id}, ${name}, ${email}, 'member')`.execute(
      k,
    );
  const settings = defaultSettings(provider);
  settings.writeback = { ...settings.writeback, message: true, document: true };
  await writeSettings(k, owner, { settings, note: null, created_by: "test", at, if_version: null });
  for (let index = 1; index <= 4; index += 1) {
    const view = JSON.stringify({
      name: `Jane Doe ${index}`,
      channels: { emails: [], phones: [{ number: "+12125550142", extension: null }], postal: false },
    });
    await sql`insert into contact (firm_id, connection_id, provider_id, state, sort_name, tag_keys, channel_keys, search, view)
      values (${owner.firm_id}, ${owner.connection_id}, ${String(index)}, 'in', ${`doe ${index}`}, '{}', '{}', '', ${view}::json)`.execute(
      k,
    );
  }
  const matter = JSON.stringify({ staff: [{ staff_id: "77", lead: true, originating: false, responsible_staff: false }] });
  await sql`insert into matter (firm_id, connection_id, provider_id, number, name, status, practice_area, stage, presence, left_out, staff_ids, for_contact, view, view_hash)
    values (${owner.firm_id}, ${owner.connection_id}, '900', '2026-0900', 'Doe', 'open', '', '', 'present', false, '{77}', '{}', ${matter}::json, '')`.execute(
    k,
  );
  await sql`insert into participation (firm_id, connection_id, matter_id, relationship_id, position, person_id, person_type, capacity, role)
    values (${owner.firm_id}, ${owner.connection_id}, '900', '', 0, '4', 'contact', 'client', '')`.execute(k);

  const connectors = createConnectors({});
  const both = { writing: vendor.side, mapper: connectors[provider].mapper };
  const deps: OutboxDeps = {
    db,
    providers: { clio: both, mycase: both },
    session: (connection, on_request) =>
      Promise.resolve({
        region: connection.region,
        firm_uuid: null,
        tokens: { access_token: () => Promise.resolve("t"), refresh: () => Promise.resolve("t") },
        pacer: unlimited,
        fetch: () => Promise.reject(new Error("nothing is asked over HTTP here")),
        clock,
        on_request,
      }),
    clock,
    log: createLog({ log_level: "silent" }),
    random: () => 0.5,
    open_file: (file) => ({ ...file, open: () => new ReadableStream() }),
    ready: () => Promise.resolve(),
  };
  const outbox = createOutbox(deps);
  const never = new AbortController().signal;
  const firm: TestFirm = {
    owner,
    deps,
    outbox,
    vendor,
    clock,
    ana,
    ben,
    turn: async () => void (await writeTurn(deps, owner, never)),
    async settle(at_most_ms = 6 * 3_600_000) {
      const end = clock.now().getTime() + at_most_ms;
      for (;;) {
        const { due_at } = await writeTurn(deps, owner, never);
        if (due_at === null || due_at.getTime() > end) return;
        clock.pass(Math.max(due_at.getTime() - clock.now().getTime(), 1));
      }
    },
    log: (change = {}) =>
      outbox.logActivity(
        owner.firm_id,
        {
          connection_id: owner.connection_id,
          contact_id: "1",
          matter_id: null,
          kind: "note",
          direction: null,
          occurred_at: clock.now().toISOString(),
          author_member_id: ana,
          subject: "Retainer",
          body: "She will sign.",
          address: null,
          conversation: null,
          file_ids: [],
          source: "member",
          source_key: null,
          ...change,
        },
        SOMEBODY,
      ),
    async setContact(contact_id, state) {
      await sql`update contact set state = ${state} where firm_id = ${owner.firm_id} and provider_id = ${contact_id}`.execute(k);
    },
    async change(make) {
      const { rows } = await sql<{ document: Settings }>`
        select document from settings_version where firm_id = ${owner.firm_id} and connection_id = ${owner.connection_id} order by version desc limit 1`.execute(
        k,
      );
      await writeSettings(k, owner, { settings: make(rows[0]!.document), note: null, created_by: "test", at, if_version: null });
    },
    async state(activity_id) {
      const activity = await outbox.readActivity(owner.firm_id, activity_id);
      return activity!.deliveries.map(({ state, reason }) => ({ state, reason: reason?.code ?? null }));
    },
  };
  return firm;
}
