/** The whole program beside both sandboxes on real ports, and people who click through the providers' own pages. */
import { randomBytes } from "node:crypto";
import { createServer } from "node:net";
import { mkdtempSync, rmSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createClioSandbox, type ClioSandbox } from "../../sandbox/clio/sandbox.ts";
import { createClock } from "../../sandbox/kit/clock.ts";
import { serve } from "../../sandbox/kit/serve.ts";
import type { Filling } from "../../sandbox/kit/types.ts";
import { createMyCaseSandbox } from "../../sandbox/mycase/sandbox.ts";
import type { MyCaseSandbox } from "../../sandbox/mycase/types.ts";
import { insertFirm } from "../accounts/store_firms.ts";
import { post, signInAs, type Person } from "../api/test_sign_in.ts";
import { testDatabase, type TestDb } from "../db/testing.ts";
import { systemClock } from "../lib/clock.ts";
import { readConfig } from "../lib/config.ts";
import { newId } from "../lib/ids.ts";
import { wallClock } from "../sync/due.ts";
import { openProgram, type Program } from "./program.ts";

export interface Answer<T> {
  status: number;
  body: T;
  location: string | null;
}

export interface ConnectedWorld {
  program: Program;
  db: TestDb;
  clio: ClioSandbox;
  mycase: MyCaseSandbox;
  firm_id: string;
  /** Cookies. */
  naomi: string;
  ben: string;
  port: number;
  ask<T = Record<string, unknown>>(cookie: string, method: string, path: string, body?: unknown): Promise<Answer<T>>;
  /** Signs in at the provider as that user, and goes where it sends the person. */
  consent(cookie: string | null, authorize_url: string, user_id: number, decision?: string): Promise<Answer<string>>;
  /** The whole way: the connection's id. */
  connect(cookie: string, body: object, user_id: number): Promise<string>;
  query<T extends object>(text: string, values?: unknown[]): Promise<T[]>;
  close(): Promise<void>;
}

export const NAOMI: Person = { name: "Naomi Okafor", email: "naomi@marlowfinch.example", role: "admin" };
export const BEN: Person = { name: "Ben Adler", email: "ben@marlowfinch.example", role: "member" };

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const { port } = server.address() as AddressInfo;
  await new Promise((closed) => server.close(closed));
  return port;
}

const HOUR_MS = 3_600_000;
const ZONES = ["America/New_York", "Pacific/Honolulu", "Asia/Tokyo", "Asia/Karachi", "Europe/London"];

/**
 * A place where it is the middle of the day. Tests run at any hour: nothing that is planned for a time of day, no new day and no firm that has
 * closed is to come into the middle of one.
 */
export function daytimeZone(): string {
  const now = systemClock.now().getTime();
  const hour = (zone: string) => Math.floor(wallClock(zone, now) / HOUR_MS) % 24;
  return ZONES.find((zone) => hour(zone) >= 8 && hour(zone) < 16)!;
}

export interface WorldOptions {
  filling?: Filling;
  environment?: Record<string, string>;
  web_dir?: string;
}

export async function connectedWorld({
  filling = { firm: "imaginary" },
  environment = {},
  web_dir,
}: WorldOptions = {}): Promise<ConnectedWorld> {
  const db = await testDatabase();
  const dir = mkdtempSync(join(tmpdir(), "privity-connected-"));
  const clock = createClock({ mode: "real" });
  const clio = createClioSandbox({ filling, clock, switches: { rate_limit: null } });
  const storage_port = await freePort();
  const storage_url = `http://127.0.0.1:${storage_port}`;
  const mycase = createMyCaseSandbox({ filling, clock, switches: { rate_limit: null }, storage_url });
  // Documents' bytes go to another origin than the API.
  const at_storage = await serve(mycase, { port: storage_port, stream: true });
  const [at_clio, at_mycase] = [await serve(clio, { port: 0 }), await serve(mycase, { port: 0 })];
  const port = await freePort();
  const config = readConfig({
    DATABASE_URL: db.url,
    PRIVITY_DATA_DIR: dir,
    PRIVITY_SECRET_KEY: randomBytes(32).toString("base64"),
    PRIVITY_LOG: "silent",
    PRIVITY_PORT: String(port),
    PRIVITY_CLIO_URL: at_clio.url,
    PRIVITY_MYCASE_AUTH_URL: at_mycase.url,
    PRIVITY_MYCASE_API_URL: at_mycase.url,
    CLIO_CLIENT_ID: clio.client_id,
    CLIO_CLIENT_SECRET: clio.client_secret,
    MYCASE_CLIENT_ID: mycase.client_id,
    MYCASE_CLIENT_SECRET: mycase.client_secret,
    ...environment,
  });
  const program = await openProgram(config, { web_dir: web_dir ?? null });
  const firm_id = newId();
  await insertFirm(db.kysely, { firm_id, name: "Marlow & Finch", time_zone: daytimeZone(), country: "US" });
  const request = async (path: string, init?: RequestInit) => program.api.request(config.url + path, init);
  const naomi = await signInAs(request, program.accounts, firm_id, NAOMI);
  const ben = await signInAs(request, program.accounts, firm_id, BEN);

  const ask = async <T>(cookie: string, method: string, path: string, body?: unknown): Promise<Answer<T>> => {
    const sent = method === "GET" ? {} : { ...post(body ?? {}), method };
    const headers = { cookie, ...(sent as { headers?: Record<string, string> }).headers };
    const answer = await request(`/api/v1${path}`, { ...sent, headers });
    return { status: answer.status, body: (await answer.json()) as T, location: null };
  };

  const consent: ConnectedWorld["consent"] = async (cookie, authorize_url, user_id, decision) => {
    const url = new URL(authorize_url);
    const at_clio = url.pathname === "/oauth/authorize";
    const form = new URLSearchParams({ ...Object.fromEntries(url.searchParams), user_id: String(user_id) });
    form.set("decision", decision ?? (at_clio ? "approve" : "allow"));
    const sent = await fetch(new URL(at_clio ? url.pathname : "/login_sessions", url), { method: "POST", body: form, redirect: "manual" });
    const back = sent.headers.get("location");
    if (back === null) return { status: sent.status, body: await sent.text(), location: null };
    const answer = await program.api.request(back, { headers: cookie === null ? {} : { cookie } });
    return { status: answer.status, body: await answer.text(), location: answer.headers.get("location") };
  };

  const connect: ConnectedWorld["connect"] = async (cookie, body, user_id) => {
    const begun = await ask<{ authorize_url: string }>(cookie, "POST", "/connections/authorise", body);
    if (begun.status !== 200) throw new Error(JSON.stringify(begun.body));
    const done = await consent(cookie, begun.body.authorize_url, user_id);
    const id = /^\/connections\?(?:connected|renewed)=(.+)$/.exec(done.location ?? "")?.[1];
    if (!id) throw new Error(`${done.status}: ${done.body}`);
    return id;
  };

  return {
    ...{ program, db, clio, mycase, firm_id, naomi, ben, port, ask, consent, connect },
    query: async <T extends object>(text: string, values: unknown[] = []) => (await db.pool.query<T>(text, values)).rows,
    close: async () => {
      program.beginStop();
      await program.close();
      await Promise.all([at_clio.close(), at_mycase.close(), at_storage.close()]);
      await Promise.all([clio.close(), mycase.close()]);
      await db.drop();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
