/**
 * The rehearsal of tokens (F20, I11): fifty workers, a thousand expiries, a provider that takes up to twenty seconds for an answer, loses
 * some, and revokes grants. Time is virtual, of us, of the sandbox and of the database; PostgreSQL is real.
 */
import { newDataKey } from "../src/connections/envelope.ts";
import { tokenSource, type Tokens } from "../src/connections/tokens.ts";
import { openVault, type Vault } from "../src/connections/vault.ts";
import { connect, type Db } from "../src/db/pool.ts";
import { unlimited } from "../src/lib/pacer.ts";
import { Secret } from "../src/lib/secret.ts";
import { VendorError, type Connector } from "../src/model/connector.ts";
import type { Provider } from "../src/model/kinds.ts";
import { tellAdmins } from "../src/sync/notices.ts";
import { createClock } from "../sandbox/kit/clock.ts";
import { createRandom, type Random } from "../sandbox/kit/random.ts";
import type { Row } from "../sandbox/kit/types.ts";
import { VirtualClock } from "./clock.ts";
import { giveGrant } from "./grant.ts";
import type { Proof } from "./mutations.ts";
import { unannounced, wasStored, watchTokens, type Stored } from "./token_audit.ts";
import { TokenWire, type Line } from "./token_wire.ts";
import type { Vendor } from "./vendor.ts";
import { virtualDatabase } from "./virtual_database.ts";
import { addConnection, createConnector, createVendor, START } from "./world.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** How long after its use a refresh token still works, where the sandbox grants that. */
const GRACE_S = 600;
/** How many workers want the same connection's token at once, and within which time. */
const WANTED_BY = 3;
const WITHIN_MS = 15_000;
/** Time-outs are the wire's, in virtual time; those of the real clock would only tell how busy this machine is. */
const MACHINE_MS = 3_600_000;

export interface RehearsalOptions {
  provider: Provider;
  /** MyCase: whether a used refresh token works a little longer. */
  grace: boolean;
  seed: number;
  connections: number;
  expiries: number;
  workers: number;
  /** The guard that is taken away. */
  without?: "lease" | "patience";
}

export interface Rehearsal {
  name: string;
  expiries: number;
  refreshes: number;
  lost: number;
  failed: number;
  revoked: number;
  dead: number;
  most_at_once: number;
  violations: string[];
}

export const rehearsals = (size: Pick<RehearsalOptions, "connections" | "expiries" | "workers">): RehearsalOptions[] => [
  { provider: "clio", grace: false, seed: 11, ...size },
  { provider: "mycase", grace: true, seed: 12, ...size },
  { provider: "mycase", grace: false, seed: 13, ...size },
];

interface Member extends Line, Stored {
  user_id: number;
}

export async function rehearse(database: { url: string; backend: Db["backend"] }, options: RehearsalOptions): Promise<Rehearsal> {
  const manual = createClock({ mode: "manual", start: START });
  const virtual = await virtualDatabase(database.url, manual, options.without === "lease" ? HOUR : null);
  const db = await connect(database.url, { max: 20 }, database.backend);
  try {
    return await new Stage(db, virtual.clock, options).play();
  } finally {
    await db.close();
    await virtual.close();
  }
}

class Stage {
  readonly #db: Db;
  readonly #options: RehearsalOptions;
  readonly #vendor: Vendor;
  readonly #clock: VirtualClock;
  readonly #pass: (ms: number) => Promise<void>;
  readonly #wire: TokenWire;
  readonly #connector: Connector;
  readonly #random: Random;
  readonly #members: Member[] = [];
  readonly #violations = new Set<string>();
  #vault!: Vault;
  #workers: Map<Member, Tokens>[] = [];
  #revoked = new Set<Member>();
  #expiries = 0;

  constructor(db: Db, base: ReturnType<typeof createClock>, options: RehearsalOptions) {
    this.#db = db;
    this.#options = options;
    const { provider, seed } = options;
    const switches = { rate_limit: null, rotation_grace_seconds: options.grace ? GRACE_S : 0 };
    this.#vendor = createVendor(provider, { seed, filling: { firm: "imaginary" }, clock: base, switches });
    this.#clock = new VirtualClock(base, () => this.#isBusy());
    this.#pass = (ms) => base.advance(ms);
    this.#wire = new TokenWire(this.#vendor.sandbox, this.#clock, seed);
    const made = createConnector(provider, MACHINE_MS, () => 0.5);
    this.#connector = options.without === "patience" ? impatient(made) : made;
    this.#random = createRandom(seed);
  }

  #isBusy(): boolean {
    const { pool } = this.#db;
    return pool.totalCount > pool.idleCount || pool.waitingCount > 0 || this.#wire.under_way > 0;
  }

  async play(): Promise<Rehearsal> {
    await watchTokens(this.#db);
    this.#vault = await openVault(this.#db, { secret_key: new Secret(newDataKey().toString("base64")), secret_key_file: "/dev/null" });
    this.#workers = Array.from({ length: this.#options.workers }, () => new Map<Member, Tokens>());
    for (let n = 0; n < this.#options.connections; n++) this.#members.push(await this.#join(n));
    const lives = this.#options.provider === "clio" ? 30 * DAY : DAY;
    for (let round = 0; this.#expiries < this.#options.expiries; round++) {
      // Due for a refresh; in every third round the token has ended, so that nobody can go on with it.
      await this.#pass(round % 3 === 2 ? lives + HOUR : lives * (this.#options.provider === "clio" ? 0.93 : 0.55));
      if (round === 1) this.#revoke();
      await this.#round();
    }
    this.#wire.calm = true;
    await this.#pass(lives + HOUR);
    await this.#ask(this.#members, 1);
    await this.#tell();
    return this.#judge();
  }

  async #join(n: number): Promise<Member> {
    const { provider } = this.#options;
    const owner = await addConnection(this.#db, provider, this.#clock.now(), (settings) => settings);
    const users = usersOf(this.#vendor);
    const user_id = users[n % users.length]!;
    await giveGrant({ db: this.#db, vault: this.#vault, vendor: this.#vendor, clock: this.#clock }, owner, user_id);
    return { connection_id: owner.connection_id, owner, user_id, told: new Set(), asked: 0, in_flight: 0, lost: 0 };
  }

  /** As an administrator does who changes somebody's password, or withdraws the application. */
  #revoke(): void {
    const gone = usersOf(this.#vendor).at(-1)!;
    this.#vendor.sandbox.revoke(gone);
    for (const member of this.#members) if (member.user_id === gone) this.#revoked.add(member);
  }

  async #round(): Promise<void> {
    const began = this.#clock.now();
    this.#expiries += (await this.#dead()).alive;
    await this.#ask(this.#members, WANTED_BY);
    // What failed in passing is tried again after a minute.
    for (let again = 0; again < 3; again++) {
      await this.#pass(65_000);
      await this.#ask(await this.#unrefreshed(began), 1);
    }
    await this.#tell();
  }

  async #unrefreshed(began: Date): Promise<Member[]> {
    const { rows } = await this.#db.pool.query<{ connection_id: string }>(
      "select connection_id from connection join connection_grant using (firm_id, connection_id) where state = 'connected' and obtained_at < $1",
      [began],
    );
    const late = new Set(rows.map((row) => row.connection_id));
    return this.#members.filter((member) => late.has(member.connection_id));
  }

  /** So many workers each, at about the same time. */
  async #ask(members: readonly Member[], times: number): Promise<void> {
    const asks = members.flatMap((member) =>
      Array.from({ length: times }, async () => {
        const worker = this.#random.pick(this.#workers);
        await this.#clock.sleep(this.#random.int(WITHIN_MS));
        await this.#call(worker, member);
      }),
    );
    await Promise.all(asks);
  }

  /** One call to the provider, as a run makes it. */
  async #call(worker: Map<Member, Tokens>, member: Member): Promise<void> {
    const { provider } = this.#options;
    const region = provider === "clio" ? "us" : null;
    const fetch = (request: Request) => this.#send(member, request);
    const deps = { db: this.#db, vault: this.#vault, connector: this.#connector, fetch, clock: this.#clock };
    const tokens =
      worker.get(member) ?? tokenSource({ ...deps, client: clientOf(this.#vendor), timeout_ms: MACHINE_MS }, member.owner, region);
    worker.set(member, tokens);
    const clock = this.#clock;
    const session = { region, tokens, pacer: unlimited, fetch, clock, on_request: tokens.observe, firm_uuid: null };
    try {
      await this.#connector.reader(session).page({ kind: "staff", part: "all", since: null, cursor: null });
    } catch (error) {
      if (!(error instanceof VendorError)) this.#violations.add(`threw ${String(error)}`);
      else if (error.failure === "unauthorized" && !(await this.#isDead(member)))
        this.#violations.add("I11: a worker was refused while the connection is said to be connected ");
    }
  }

  async #send(member: Member, request: Request): Promise<Response> {
    if (request.method === "POST") return this.#wire.refresh(member, request);
    const token = /^Bearer (.+)$/.exec(request.headers.get("authorization") ?? "")?.[1] ?? "";
    if (!(await wasStored(this.#db, this.#vault, member, token))) this.#violations.add("I11: a token was used before it was stored");
    return this.#wire.pass(request);
  }

  async #isDead({ owner }: Member): Promise<boolean> {
    const { rows } = await this.#db.pool.query("select 1 from connection where connection_id = $1 and state = 'disconnected'", [
      owner.connection_id,
    ]);
    return rows.length > 0;
  }

  async #dead(): Promise<{ dead: Map<string, string>; alive: number }> {
    const { rows } = await this.#db.pool.query<{ connection_id: string; reason: string }>(
      "select connection_id, coalesce(state_reason, '') as reason from connection where state = 'disconnected' and connection_id = any($1)",
      [this.#members.map((member) => member.connection_id)],
    );
    return { dead: new Map(rows.map((row) => [row.connection_id, row.reason])), alive: this.#members.length - rows.length };
  }

  async #tell(): Promise<void> {
    for (const { owner } of this.#members) await tellAdmins(this.#db, owner.firm_id, this.#clock.now(), "https://privity.example");
  }

  async #judge(): Promise<Rehearsal> {
    const { provider, grace } = this.#options;
    const { dead } = await this.#dead();
    const ends = (member: Member) => this.#revoked.has(member) || (provider === "mycase" && !grace && member.lost > 0);
    const wrong = [...this.#violations];
    if (this.#wire.most_at_once > 1) wrong.push(`I11: ${this.#wire.most_at_once} refreshes of one connection were in flight at once`);
    for (const member of this.#members) {
      const reason = dead.get(member.connection_id);
      if (ends(member) && reason === undefined) wrong.push(`I12: a connection whose grant is dead is said to be connected`);
      if (!ends(member) && reason !== undefined) wrong.push(`I11: a connection died of nothing: ${reason}`);
      if (reason !== undefined) wrong.push(...(await unannounced(this.#db, member.owner, reason)));
    }
    const { lost, error_500, silent, slow } = this.#wire.reached;
    return {
      name: `${provider}${provider === "mycase" ? (grace ? ", with grace" : ", strict") : ""}`,
      expiries: this.#expiries,
      refreshes: this.#wire.refreshes,
      lost,
      failed: error_500 + silent + slow,
      revoked: this.#revoked.size,
      dead: dead.size,
      most_at_once: this.#wire.most_at_once,
      violations: wrong,
    };
  }
}

/** For the proof that the checker sees it: a 5xx is taken for a refusal. */
const impatient = (connector: Connector): Connector => ({
  ...connector,
  oauth: {
    ...connector.oauth,
    refresh: (input) =>
      connector.oauth.refresh(input).catch((error: unknown) => {
        throw new VendorError("unauthorized", error instanceof Error ? error.message : String(error));
      }),
  },
});

/** Those who may sign in. */
const usersOf = ({ tables }: Vendor): number[] =>
  Array.from(tables.staff!.scan() as Iterable<Row & { enabled?: boolean; active?: boolean }>)
    .filter((row) => row.enabled !== false && row.active !== false)
    .map((row) => row.id);

const clientOf = ({ sandbox }: Vendor) => ({ client_id: sandbox.client_id, client_secret: sandbox.client_secret });

/** What the rehearsal must notice when it is taken away. */
const GUARDS = { lease: "one refresh at a time, by a lease (F20, I11)", patience: "a 5xx or a time-out is no refusal (F20, I11)" };

export async function proveTokens(database: { url: string; backend: Db["backend"] }, without: keyof typeof GUARDS): Promise<Proof> {
  const small = { provider: "mycase", grace: true, seed: 12, connections: 12, expiries: 30, workers: 50 } as const;
  const { violations } = await rehearse(database, { ...small, without });
  return { guard: GUARDS[without], provider: "mycase", clean: true, caught: violations.length > 0, violations };
}
