/** What the parts of the bench share: sizes, a server, and one large firm that is synced once and then looked at from all sides. */
import { openServer, type Server } from "./database.ts";
import type { OpenedSandbox, Size } from "./tasks/sandbox.ts";
import type { SyncResult } from "./tasks/sync.ts";
import type { Owner } from "../src/mirror/store.ts";
import type { Provider } from "../src/model/kinds.ts";
import { askOnce, Worker } from "./worker.ts";

export interface Sizes {
  /** Of the firm whose requests are counted. */
  requests: Size;
  /** Of the firm that times are taken of, and a quarter of it. */
  large: Size;
  quarter: Size;
  million: Size;
  /** Questions to the API, of each kind. */
  questions: number;
  /** Connections that wait for turns. */
  lanes: number;
  /** Deliveries under faults, for how long at most, in a firm of how many contacts, how many at once; and notes that are timed. */
  writeback: { deliveries: number; at_most_s: number; contacts: number; wave: number; timed: number };
  /** Too small a firm for its memory to tell anything about larger ones, and too little time to build the web page. */
  quick: boolean;
}

const size = (contacts: number): Size => ({ contacts, matters: contacts / 2, relationships: contacts * 0.8 });

export const FULL: Sizes = {
  requests: size(5000),
  large: size(100_000),
  quarter: size(25_000),
  million: size(1_000_000),
  questions: 280,
  lanes: 10_000,
  writeback: { deliveries: 100_000, at_most_s: 3_600, contacts: 4_000, wave: 5_000, timed: 200 },
  quick: false,
};
export const QUICK: Sizes = {
  requests: size(1000),
  large: size(8000),
  quarter: size(2000),
  million: size(40_000),
  questions: 220,
  lanes: 2000,
  writeback: { deliveries: 120, at_most_s: 20, contacts: 200, wave: 80, timed: 40 },
  quick: true,
};

export interface SyncedFirm {
  database_url: string;
  sandbox: OpenedSandbox;
  owner: Owner;
  sync: SyncResult;
}

export class Bench {
  readonly sizes: Sizes;
  readonly say: (line: string) => void;
  readonly profile: string | null;
  #server: Promise<Server> | null = null;
  #large: Promise<SyncedFirm> | null = null;
  readonly #sandboxes = new Map<string, { worker: Worker; opened: Promise<OpenedSandbox> }>();

  constructor(sizes: Sizes, options: { say: (line: string) => void; profile: string | null }) {
    this.sizes = sizes;
    this.say = options.say;
    this.profile = options.profile;
  }

  server(): Promise<Server> {
    return (this.#server ??= openServer());
  }

  /** A provider's sandbox with a firm of this size; one process each, kept until the end. */
  async sandbox(provider: Provider, of: Size): Promise<{ worker: Worker; opened: OpenedSandbox }> {
    const key = `${provider} ${JSON.stringify(of)}`;
    let sandbox = this.#sandboxes.get(key);
    if (!sandbox) {
      const worker = new Worker();
      sandbox = { worker, opened: worker.ask("openSandbox", { provider, size: of }) };
      this.#sandboxes.set(key, sandbox);
    }
    return { worker: sandbox.worker, opened: await sandbox.opened };
  }

  /** A first sync of a fresh firm, in a process of its own. */
  async sync(provider: Provider, of: Size): Promise<SyncedFirm> {
    const server = await this.server();
    const { opened: sandbox } = await this.sandbox(provider, of);
    const database_url = await server.create();
    const owner = await askOnce("prepareFirm", { database_url, sandbox });
    const sync = await askOnce("runSync", { database_url, sandbox, owner, mode: "full" }, { as_shipped: true, profile: this.profile });
    this.say(
      `synced ${sync.rows} rows in ${sync.seconds.toFixed(1)} s (reading ${sync.reading_seconds.toFixed(1)} s), ${Math.round(sync.peak_mb)} MB at most`,
    );
    return { database_url, sandbox, owner, sync };
  }

  /** The large Clio firm, synced once. */
  large(): Promise<SyncedFirm> {
    return (this.#large ??= this.sync("clio", this.sizes.large));
  }

  async drop(firm: SyncedFirm): Promise<void> {
    await (await this.server()).drop(firm.database_url);
  }

  async close(): Promise<void> {
    for (const { worker } of this.#sandboxes.values()) await worker.stop();
    await (await this.#server)?.close();
  }
}
