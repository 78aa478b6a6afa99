/** F32: a token of one region at another's host, and somebody of another firm who connects over an old mirror. */
import { createClioSandbox, type ClioSandbox } from "../../sandbox/clio/sandbox.ts";
import { createClock } from "../../sandbox/kit/clock.ts";
import { beginConnect, ConnectRefused, finishConnect, type ConnectDeps } from "../../src/connections/connect.ts";
import { tokenSource } from "../../src/connections/tokens.ts";
import { createConnectors } from "../../src/connectors/index.ts";
import { systemClock } from "../../src/lib/clock.ts";
import { newId } from "../../src/lib/ids.ts";
import { createLog } from "../../src/lib/log.ts";
import { unlimited } from "../../src/lib/pacer.ts";
import type { Db } from "../../src/db/pool.ts";
import type { SyncDeps } from "../../src/sync/deps.ts";
import { defaults } from "../../src/sync/deps.ts";
import { executeRun, startRun, SyncRefused } from "../../src/sync/run.ts";
import { openStoryVault } from "./house.ts";
import { Findings, type Story } from "./story.ts";

const REGIONS = ["us", "eu", "ca", "au"] as const;
type Region = (typeof REGIONS)[number];
const HOSTS: Record<Region, string> = { us: "app.clio.com", eu: "eu.app.clio.com", ca: "ca.app.clio.com", au: "au.app.clio.com" };
const client = { client_id: "app", client_secret: "s" };

export const regions: Story = {
  fault: "F32",
  what: "a token of another region, another firm on reconnect",
  needed: 5,
  guard: "another firm never connects over an old mirror (F32)",
  play: ({ db }, broken) => new Abroad(db, broken).play(),
};

class Abroad {
  readonly #db: Db;
  readonly #broken: boolean;
  readonly #found = new Findings();
  readonly #firm_id = newId();
  readonly #sandboxes = new Map<string, ClioSandbox>();
  readonly #connectors = createConnectors();
  /** Tokens of one region that reached another's host, and how often. */
  #strayed = 0;

  constructor(db: Db, broken: boolean) {
    this.#db = db;
    this.#broken = broken;
    for (const region of REGIONS) {
      const firm = { filling: { firm: "imaginary" }, clock: createClock({ mode: "real" }), switches: { rate_limit: null } } as const;
      this.#sandboxes.set(HOSTS[region], createClioSandbox({ ...firm, region, auto_consent: true, ...client }));
    }
  }

  readonly #fetch = async (request: Request): Promise<Response> => {
    const sandbox = this.#sandboxes.get(new URL(request.url).host);
    if (!sandbox) throw new TypeError("fetch failed");
    const token = request.headers.get("authorization") ?? "";
    if (token !== "" && !token.startsWith(`Bearer ${sandbox.region}-`)) this.#strayed += 1;
    return sandbox.fetch(request);
  };

  async play() {
    const found = this.#found;
    await this.#db.pool.query("insert into firm (firm_id, name) values ($1, 'Marlow & Finch')", [this.#firm_id]);
    const owner = await this.#connect("us");
    found.must((await this.#sync(owner.connection_id)) === "succeeded", "F32: the firm could not be read");
    const before = await this.#mirror(owner.connection_id);
    let reached = 0;
    // The same ids at another region are another firm: refused, with both names.
    for (const region of ["eu", "ca", "au"] as const) {
      const refusal = await this.#connect(region).catch((error: unknown) => error);
      const right = refusal instanceof ConnectRefused && refusal.code === "other_firm" && /\(us\).*\(..\)/.test(refusal.message);
      found.must(right, `F32: a firm of ${region} over that of us: ${refusal instanceof Error ? refusal.message : "connected"}`);
      reached += 1;
    }
    // Another firm of the same region.
    const us = this.#sandboxes.get(HOSTS.us)!;
    const stranger = createClioSandbox({
      filling: { firm: "generated", seed: 5, contacts: 50, matters: 10, relationships: 0 },
      region: "us",
      auto_consent: true,
      ...client,
    });
    this.#sandboxes.set(HOSTS.us, stranger);
    if (this.#broken)
      await this.#db.pool.query("update connection set account_id = $2 where connection_id = $1", [
        owner.connection_id,
        await this.#accountOf(),
      ]);
    const refusal = await this.#connect("us").catch((error: unknown) => error);
    found.must(refusal instanceof ConnectRefused && refusal.code === "other_firm", "F32: another firm was connected over an old mirror");
    reached += 1;
    this.#sandboxes.set(HOSTS.us, us);
    found.must((await this.#mirror(owner.connection_id)) === before, "F32: the old mirror was touched");

    // The row names another region than its tokens come from, as after a restored backup or a slip of the hand.
    await this.#db.pool.query("update connection set region = 'eu' where connection_id = $1", [owner.connection_id]);
    const end = await this.#sync(owner.connection_id);
    const { rows } = await this.#db.pool.query<{ state: string; reason: string | null }>(
      "select state, state_reason as reason from connection where connection_id = $1",
      [owner.connection_id],
    );
    found.must(
      end === "failed" && rows[0]?.state === "disconnected" && (rows[0].reason ?? "").length > 10,
      `F32: with a token of another region: ${end}, ${rows[0]?.state}`,
    );
    found.must((await this.#mirror(owner.connection_id)) === before, "F32: a token of another region has changed the mirror");
    found.must((await this.#sync(owner.connection_id)) === "refused", "F32: a dead connection is still read");
    reached += this.#strayed > 0 ? 1 : 0;
    return { reached, violations: found.violations };
  }

  async #deps(): Promise<ConnectDeps> {
    const vault = await openStoryVault(this.#db);
    return { db: this.#db, vault, clock: systemClock, fetch: this.#fetch, connectors: this.#connectors, client: () => client };
  }

  async #connect(region: Region): Promise<{ firm_id: string; connection_id: string }> {
    const deps = await this.#deps();
    const redirect_uri = "https://privity.example/oauth/callback";
    const begun = await beginConnect(deps, {
      firm_id: this.#firm_id,
      provider: "clio",
      region,
      purpose: "sync",
      redirect_uri,
      session: null,
    });
    const consent = await this.#fetch(new Request(begun.authorize_url));
    const code = new URL(consent.headers.get("location") ?? "").searchParams.get("code")!;
    return finishConnect(deps, { state: begun.state, session: null, code });
  }

  async #accountOf(): Promise<string> {
    const sandbox = this.#sandboxes.get(HOSTS.us)!;
    return String(sandbox.firm.id);
  }

  async #sync(connection_id: string): Promise<string> {
    const { vault } = await this.#deps();
    const deps: SyncDeps = {
      db: this.#db,
      connectors: this.#connectors,
      session: (connection, on_request) => {
        const given = { db: this.#db, vault, connector: this.#connectors.clio, fetch: this.#fetch, clock: systemClock };
        const tokens = tokenSource({ ...given, client }, connection, connection.region);
        const { region, firm_uuid } = connection;
        return Promise.resolve({ region, firm_uuid, tokens, pacer: unlimited, fetch: this.#fetch, clock: systemClock, on_request });
      },
      clock: systemClock,
      log: createLog({ log_level: "silent" }),
      ...defaults,
    };
    try {
      return await executeRun(deps, await startRun(deps, connection_id, { mode: "full", trigger: "faults" }));
    } catch (error) {
      if (error instanceof SyncRefused) return "refused";
      throw error;
    }
  }

  async #mirror(connection_id: string): Promise<string> {
    const { rows } = await this.#db.pool.query<{ text: string }>(
      "select count(*) || ' ' || md5(string_agg(kind || provider_id || raw::text || presence, '' order by kind, provider_id)) as text from record where connection_id = $1",
      [connection_id],
    );
    return rows[0]!.text;
  }
}
