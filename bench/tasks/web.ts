/** Serves the page over the large firm, as `privity serve` would, to a browser in another process. */
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { serve } from "@hono/node-server";
import { createApi } from "../../src/api/app.ts";
import { signInAs } from "../../src/api/test_sign_in.ts";
import { connect } from "../../src/db/pool.ts";
import type { Owner } from "../../src/mirror/store.ts";
import { apiDeps } from "./api.ts";

export interface ServedPage {
  origin: string;
  cookie: string;
  /** Words that somebody types: parts of names of people from all over the firm. */
  words: string[];
}

const ADMIN = { name: "Bench Admin", email: "bench@hartwellosei.example", role: "admin" } as const;

export async function servePage(input: { database_url: string; owner: Owner; web_dir: string; words: number }): Promise<ServedPage> {
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const db = await connect(input.database_url, {}, "server");
  const deps = await apiDeps(db, { web_dir: input.web_dir, url: origin });
  const app = createApi(deps);
  const cookie = await signInAs((path, init) => app.request(origin + path, init), deps.accounts, input.owner.firm_id, ADMIN);
  const { rows } = await db.pool.query<{ name: string }>(
    `select lower(view->>'name') as name from contact where firm_id = $1 and connection_id = $2 and state = 'in' order by md5(provider_id) limit $3`,
    [input.owner.firm_id, input.owner.connection_id, input.words],
  );
  const server = serve({ fetch: app.fetch, hostname: "127.0.0.1", port });
  await new Promise((ready) => server.once("listening", ready));
  return { origin, cookie, words: rows.map(({ name }) => name) };
}

/** Accounts have to know the address before anything listens there. */
async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((ready) => void probe.listen(0, "127.0.0.1", ready));
  const { port } = probe.address() as AddressInfo;
  await new Promise((closed) => probe.close(closed));
  return port;
}
