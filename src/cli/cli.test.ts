/** The command line as a person runs it: real processes, the sandboxes in a process of their own, the embedded database. */
import { spawn, type ChildProcess } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const PROGRAM = new URL("main.ts", import.meta.url).pathname;
const SANDBOX = new URL("../../sandbox/main.ts", import.meta.url).pathname;

interface Ended {
  code: number;
  out: string;
  err: string;
}

/** DATABASE_URL is left out: the command line is tried on the embedded default. */
function run(environment: Record<string, string>, ...args: string[]): Promise<Ended> {
  const { DATABASE_URL: _, ...inherited } = process.env;
  const child = spawn(process.execPath, [PROGRAM, ...args], { env: { ...inherited, ...environment }, stdio: ["ignore", "pipe", "pipe"] });
  const ended: Ended = { code: 0, out: "", err: "" };
  child.stdout.setEncoding("utf8").on("data", (text: string) => (ended.out += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (ended.err += text));
  return new Promise((resolve) => child.once("close", (code) => resolve({ ...ended, code: code ?? -1 })));
}

/** The JSON that a command printed, after it has ended well. */
async function json<Answer>(environment: Record<string, string>, ...args: string[]): Promise<Answer> {
  const ended = await run(environment, ...args, "--json");
  if (ended.code !== 0) throw new Error(`privity ${args.join(" ")} ended with ${ended.code}: ${ended.err}`);
  return JSON.parse(ended.out) as Answer;
}

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "privity-cli-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe("the demo and what can be asked afterwards", () => {
  const here = () => ({ PRIVITY_DATA_DIR: join(folder, "demo"), PRIVITY_LOG: "warn" });

  test("reads both firms with hardly more requests than rows need, and verifies them", { timeout: 240_000 }, async () => {
    const { PRIVITY_DATA_DIR } = here();
    const { firms, verify } = await json<{
      firms: {
        provider: string;
        contacts: number;
        matters: number;
        staff: number;
        skipped: number;
        requests: number;
        floor: number;
        seconds: number;
      }[];
      verify: { differences: number };
    }>({ ...here(), PRIVITY_DATA_DIR: join(PRIVITY_DATA_DIR, "..") }, "demo", "--once");
    expect(firms.map((firm) => firm.provider).toSorted()).toEqual(["clio", "mycase"]);
    for (const firm of firms) {
      expect(firm.contacts).toBeGreaterThan(55);
      expect(firm.matters).toBeGreaterThan(39);
      expect(firm.staff).toBeGreaterThan(11);
      expect(firm.skipped).toBeGreaterThan(0);
      expect(firm.requests).toBeLessThanOrEqual(firm.floor + 10);
    }
    expect(verify).toEqual({ differences: 0 });
  });

  test("B-WHY-1: why says a sentence for each value", { timeout: 180_000 }, async () => {
    const found = await json<{ items: { provider_id: string; name: string }[] }>(
      here(),
      "contacts",
      "--connection",
      "clio",
      "--q",
      "lund anders",
    );
    expect(found.items.map((item) => item.name)).toEqual(["Anders Lund"]);
    const told = await run(here(), "why", found.items[0]!.provider_id, "--connection", "clio");
    expect(told.out).toMatch(/client: active – .*through Lund Marine Services, Inc\./);
    expect(told.out).toMatch(/owner: Theodore Finch – /);
    const nobody = await run(here(), "why", "no-such-contact", "--connection", "clio");
    expect([nobody.code, nobody.out]).toEqual([1, ""]);
    expect(nobody.err).toMatch(/no contact no-such-contact/);
  });

  test(
    "settings that cannot stand are refused with the path and what is allowed; others are in force at once",
    { timeout: 180_000 },
    async () => {
      const refused = await run(here(), "settings", "set", "contacts.scope", "all", "--connection", "clio");
      expect(refused.code).toBe(1);
      expect(refused.err).toMatch(/contacts\.scope: .*allowed: .*clients_and_related/);
      const unnamed = await run(here(), "settings", "set", "tags.city", "true");
      expect(unnamed.err).toMatch(/Say which connection/);
      const set = await json<{ version: number }>(here(), "settings", "set", "tags.city", "true", "--connection", "clio");
      expect(set.version).toBe(2);
      expect(await json(here(), "settings", "get", "tags.city", "--connection", "clio")).toMatchObject({ version: 2, settings: true });
      const { items } = await json<{ items: { tags: string[] }[] }>(here(), "contacts", "--connection", "clio", "--tag", "san diego");
      expect(items.length).toBeGreaterThan(0);
      expect(await json(here(), "verify")).toMatchObject({ differences: 0 });
    },
  );

  test("the doctor finds the database well and names what is not there", { timeout: 180_000 }, async () => {
    const { findings } = JSON.parse((await run(here(), "doctor", "--json")).out) as { findings: { what: string; ok: boolean }[] };
    expect(findings.filter((finding) => finding.what !== "Web app").every((finding) => finding.ok)).toBe(true);
    expect(await json(here(), "held", "list")).toEqual([]);
  });
});

describe("connecting and keeping current by hand", () => {
  let sandboxes: ChildProcess;
  let here: Record<string, string>;
  beforeAll(async () => {
    sandboxes = spawn(process.execPath, [SANDBOX, "--json", "--clio-port", "0", "--mycase-port", "0", "--auto-consent"], {
      stdio: ["pipe", "pipe", "inherit"],
    });
    const line = await new Promise<string>((resolve) => createInterface({ input: sandboxes.stdout! }).once("line", resolve));
    const { environment } = JSON.parse(line) as { environment: Record<string, string> };
    here = { PRIVITY_DATA_DIR: join(folder, "by-hand"), PRIVITY_LOG: "warn", ...environment };
  }, 120_000);
  afterAll(() => sandboxes?.kill());

  test(
    "B-CON-1, B-SYN-1: connect by OAuth, read, and one contact that changed arrives when it is asked for",
    { timeout: 240_000 },
    async () => {
      const early = await run(here, "sync");
      expect(early.err).toMatch(/Nothing is connected yet/);
      const connected = await json<{ account_name: string; is_new: boolean }>(here, "connect", "clio", "--follow", "--port", "0");
      expect(connected).toMatchObject({ account_name: "Marlow & Finch LLP", is_new: true });
      expect(await json(here, "sync")).toMatchObject([{ mode: "first", state: "succeeded" }]);
      const { items } = await json<{ items: { provider_id: string }[] }>(here, "contacts", "--q", "lund beatrix");
      const id = items[0]!.provider_id;
      await fetch(`${here["PRIVITY_CLIO_URL"]}/sandbox/api/edit`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ table: "contacts", id: Number(id), change: { first_name: "Beatrice" } }),
      });
      expect(await json(here, "sync", "--contact", id)).toMatchObject([{ mode: "record", state: "succeeded", requests: 1 }]);
      const told = await run(here, "why", id);
      expect(told.out).toMatch(/^Beatrice Lund/);
    },
  );

  test("B-CON-6: connecting the same firm again keeps its data", { timeout: 180_000 }, async () => {
    const again = await json<{ is_new: boolean }>(here, "connect", "clio", "--follow", "--port", "0");
    expect(again.is_new).toBe(false);
    const { items } = await json<{ items: unknown[] }>(here, "contacts");
    expect(items.length).toBeGreaterThan(10);
  });
});
