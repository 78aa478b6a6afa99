/** Joins what connections are made of: signing in, whose account reads, what it may do, and leaving again. */
import type { Connecting } from "../api/connecting.ts";
import {
  applicationFor,
  applicationOf,
  listApplications,
  removeApplication,
  setApplication,
  type ApplicationDeps,
} from "../connections/applications.ts";
import { beginConnect, finishConnect, type ConnectDeps, type Connected } from "../connections/connect.ts";
import { designate } from "../connections/designate.ts";
import { probeAccount } from "../connections/probe.ts";
import type { SharedPacers } from "../connections/shared_pacer.ts";
import { listConnections, readConnection as readAccount, writeProbe } from "../connections/store.ts";
import type { Owner } from "../connections/store_grants.ts";
import type { Vault } from "../connections/vault.ts";
import type { Jobs } from "../jobs/jobs.ts";
import type { Clock } from "../lib/clock.ts";
import { systemFetch } from "../lib/network.ts";
import { VendorError } from "../model/connector.ts";
import { disconnect, resumeDisconnects, type DisconnectDeps } from "../sync/disconnect.ts";
import { askForErase, erase, resumeErasures } from "../sync/erase.ts";
import { SyncRefused, type SyncRequest } from "../sync/run.ts";
import { readConnection } from "../sync/store_connection.ts";
import { removeSubscriptions, type CareDeps } from "../sync/webhooks/care.ts";
import { askForCare } from "../sync/webhooks/store_subscriptions.ts";

export interface JoinDeps {
  care: CareDeps;
  vault: Vault;
  jobs: Jobs;
  applications: ApplicationDeps;
  pacers: SharedPacers;
  /** Where providers send people back to. */
  url: string;
  inBackground(work: Promise<unknown>): unknown;
  stop: AbortSignal;
}

export interface Joined extends Connecting {
  /** For the command line, which listens for the answer by itself. */
  connect: ConnectDeps;
  /** After a sign-in: asks what the account may do, and has it read. */
  arrived(connected: Connected): Promise<void>;
  /** Erases to the end, here and now. */
  eraseHere(...what: Parameters<Connecting["erase"]>): Promise<boolean>;
  /** Goes on with what a process that died had begun to end or erase. */
  resume(): Promise<void>;
}

const NEVER = new AbortController().signal;
/** Somebody waits for the answer. */
const AT_ONCE = { rank: 0, pause: NEVER } as const;

/** How long somebody who waits for a probe does so beside the requests themselves. */
const PATIENCE_MS = 5_000;

/** Sleeps for so long in all, then no more: for requests whose retries would take minutes. */
function impatient(clock: Clock, left_ms: number): Clock {
  let left = left_ms;
  return {
    now: () => clock.now(),
    sleep: (ms, signal) => {
      left -= ms;
      return left < 0 ? Promise.reject(new VendorError("transient", "The provider does not answer just now.")) : clock.sleep(ms, signal);
    },
  };
}

export function joinConnecting(deps: JoinDeps): Joined {
  const { care, vault, jobs, applications } = deps;
  const { db, clock, log, connectors } = care;
  const now = () => clock.now().toISOString();
  const connect: ConnectDeps = {
    ...{ db, vault, clock, connectors, fetch: systemFetch },
    client: (firm_id, provider, region) => applicationFor(applications, firm_id, provider, region),
    pacer: (provider, client_id) => {
      const { limit } = connectors[provider];
      return limit.scope === "oauth_client"
        ? deps.pacers(`${provider} ${client_id}`, limit, AT_ONCE)
        : { take: () => Promise.resolve(), learn: () => undefined }; // a token this new has its budget to itself
    },
  };
  const leaving: DisconnectDeps = {
    care,
    vault,
    fetch: systemFetch,
    client: (connection, grant) => applicationOf(applications, { ...connection, client_id: grant.client_id }),
  };

  async function probe(owner: Owner): Promise<void> {
    const connection = await readConnection(db.kysely, owner.connection_id);
    const account = await readAccount(db, owner);
    if (!connection || !account) return;
    const session = await care.session(connection, () => {}, { rank: 0, pause: AbortSignal.timeout(PATIENCE_MS) });
    const hurried = { ...session, clock: impatient(clock, PATIENCE_MS) };
    const found = await probeAccount(connectors[connection.provider], hurried, account.purpose === "sync").catch((error: unknown) => {
      if (!(error instanceof DOMException) || error.name !== "TimeoutError") throw error;
      throw new VendorError("rate_limited", "So much is asked of the provider just now that its limit leaves no room.");
    });
    await writeProbe(db, account, found);
  }

  /** What cannot be asked just now leaves no trace but in the log: the connection stands, and can be asked again. */
  const tryProbe = (owner: Owner) =>
    probe(owner).catch((error: unknown) => {
      log.warn({ err: error, connection_id: owner.connection_id }, "what an account may do could not be asked");
    });

  async function startReading(owner: Owner): Promise<void> {
    await tryProbe(owner);
    await jobs.schedule();
    await askForCare(db.kysely, owner, now());
  }

  /** Where a run is under way already, that is as good. */
  async function read(owner: Owner, request: SyncRequest): Promise<void> {
    await jobs.ask(owner.connection_id, request).catch((error: unknown) => {
      if (!(error instanceof SyncRefused)) throw error;
    });
  }

  /** What waited for an account goes out, or is looked up. */
  async function writeOn({ firm_id, provider }: Pick<Connected, "firm_id" | "provider">): Promise<void> {
    for (const row of await listConnections(db, { firm_id, provider }))
      if (row.purpose === "sync" && row.state === "connected") await jobs.write(row);
  }

  const arrived = async (connected: Connected): Promise<void> => {
    if (connected.purpose === "sync") await startReading(connected);
    else await tryProbe(connected);
    await writeOn(connected);
    if (connected.purpose !== "sync") return;
    // Nothing told us of what changed while it was disconnected.
    if (!connected.is_new) await read(connected, { mode: "incremental", trigger: "reconnected" });
  };

  /** Those of the account that is to read no longer: once its tokens are elsewhere, perhaps nobody may remove them. */
  async function dropWebhooks(owner: Owner): Promise<void> {
    const all = await listConnections(db, { firm_id: owner.firm_id });
    const next = all.find((row) => row.connection_id === owner.connection_id && row.state === "connected");
    const reading = all.find((row) => row.provider === next?.provider && row.purpose === "sync" && row.state === "connected");
    if (!reading || reading.connection_id === owner.connection_id) return;
    const connection = await readConnection(db.kysely, reading.connection_id);
    if (connection) await removeSubscriptions(care, connection, "another account reads for the firm now");
  }

  return {
    connect,
    arrived,
    begin: async (input) => {
      const { authorize_url, expires_at } = await beginConnect(connect, { ...input, redirect_uri: `${deps.url}/oauth/callback` });
      return { authorize_url, expires_at };
    },
    finish: async (answer, tell) => {
      const connected = await finishConnect(connect, answer, (trx, done) => tell(done)(trx));
      await arrived(connected);
      return connected;
    },
    designate: async (owner, tell) => {
      await dropWebhooks(owner);
      const done = await designate({ db, vault, clock }, owner, (trx, designated) => tell(designated)(trx));
      if (!done.moved) return done;
      const reading = { firm_id: owner.firm_id, connection_id: done.connection_id };
      await startReading(reading);
      await writeOn({ firm_id: owner.firm_id, provider: done.provider });
      // Another person may see more or less: all of it is read at a known moment, absences are checked by id.
      if (done.from !== null) await read(reading, { mode: "full", trigger: "sync_user" });
      return done;
    },
    probe: async (owner) => {
      if ((await readAccount(db, owner))?.state !== "connected") throw new VendorError("unauthorized", "This connection is disconnected.");
      await probe(owner);
    },
    disconnect: (owner, by, tell) => disconnect(leaving, owner, by, tell),
    erase: async (owner, typed, tell) => {
      const asked = await askForErase({ db, clock }, owner, typed, (trx, name) => tell(name)(trx));
      if (asked) deps.inBackground(erase({ db, clock }, owner, { stop: deps.stop }));
      return asked;
    },
    eraseHere: async (owner, typed, tell) => {
      const asked = await askForErase({ db, clock }, owner, typed, (trx, name) => tell(name)(trx));
      return asked && erase({ db, clock }, owner);
    },
    applications: async (firm_id) => ({
      own: await listApplications(applications, firm_id),
      installed: (provider, region) => applications.installed(provider, region) !== null,
    }),
    setApplication: (firm_id, given, by, tell) =>
      db.transaction(async (kysely) => {
        await setApplication({ db: { kysely }, vault }, firm_id, given, { name: by, at: now() });
        await tell(kysely);
      }),
    removeApplication: (firm_id, provider, region, tell) =>
      db.transaction(async (kysely) => {
        if (!(await removeApplication({ db: { kysely } }, firm_id, provider, region))) return false;
        await tell(kysely);
        return true;
      }),
    resume: async () => {
      await resumeDisconnects(leaving);
      await resumeErasures({ db, clock }, deps.stop);
    },
  };
}
