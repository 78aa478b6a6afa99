/** The API over a small firm that was read and worked out for real; every answer is held against the published document. */
import { Ajv2020, type AnySchema, type ValidateFunction } from "ajv/dist/2020.js";
import formats from "ajv-formats";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { connectors } from "../connectors/index.ts";
import { testDatabase, type TestDb } from "../db/testing.ts";
import { systemClock, type Clock } from "../lib/clock.ts";
import { createLog } from "../lib/log.ts";
import { newId } from "../lib/ids.ts";
import { SyncRefused, type SyncRequest } from "../sync/run.ts";
import { createApi } from "./app.ts";
import type { Contact, ContactRow } from "./contract/contacts.ts";
import type { Page } from "./contract/common.ts";
import type { ApiDeps } from "./deps.ts";
import { PROBLEMS } from "./problems.ts";
import { breakRow, makeFirm, NOW, read, type TestFirm } from "./test_firm.ts";

const clock: Clock = { now: () => NOW, sleep: systemClock.sleep };

interface Operation {
  operationId: string;
  summary?: string;
  description?: string;
  responses: Record<string, { content?: Record<string, { schema: AnySchema; example?: unknown }> }>;
}

let db: TestDb;
let firm: TestFirm;
let app: ReturnType<typeof createApi>;
let document: { openapi: string; paths: Record<string, Record<string, Operation>> };
let ajv: Ajv2020;
const synced: { connection_id: string; request: SyncRequest }[] = [];
const resettled: string[] = [];
let refusal: Error | null = null;

const deps = (db: TestDb): ApiDeps => ({
  db,
  connectors,
  clock,
  log: createLog({ log_level: "silent" }, { write: () => {} }),
  web_dir: null,
  actions: {
    sync: async (_firm_id, connection_id, request) => {
      if (refusal) throw refusal;
      synced.push({ connection_id, request });
      return { run_id: newId(clock) };
    },
    settingsChanged: async (_firm_id, connection_id) => void resettled.push(connection_id),
  },
});

beforeAll(async () => {
  db = await testDatabase();
  firm = await makeFirm(db, clock);
  app = createApi(deps(db));
  document = (await (await app.request("/api/v1/openapi.json")).json()) as typeof document;
  ajv = new Ajv2020({ strict: false, allErrors: true });
  (formats as unknown as (ajv: Ajv2020) => void)(ajv);
  ajv.addSchema(document as AnySchema, "api");
});
afterAll(() => db?.drop());

/** Asks, and holds the answer against the document's schema for that route and status. */
async function ask<T>(path: string, init: RequestInit = {}, status = 200): Promise<T> {
  const response = await app.request(path, init);
  const body = (await response.json()) as T;
  expect(response.status, JSON.stringify(body)).toBe(status);
  const method = (init.method ?? "GET").toLowerCase();
  const pattern = Object.keys(document.paths).find((each) =>
    new RegExp(`^${each.replaceAll(/\{[^}]+\}/g, "[^/]+")}$`).test(path.split("?")[0]!),
  );
  if (pattern === undefined || !document.paths[pattern]?.[method]) return body;
  const answer = document.paths[pattern][method].responses[String(status)];
  const type = Object.keys(answer?.content ?? {})[0];
  expect(response.headers.get("content-type"), `${method} ${pattern} ${status} is in the document`).toContain(type);
  const validate = validator(pattern, method, status, type!);
  expect(validate(body), JSON.stringify(validate.errors)).toBe(true);
  return body;
}

function validator(pattern: string, method: string, status: number, type: string): ValidateFunction {
  const pointer = [pattern, method, "responses", String(status), "content", type, "schema"].map((part) =>
    encodeURIComponent(part.replaceAll("~", "~0").replaceAll("/", "~1")),
  );
  return ajv.compile({ $ref: `api#/paths/${pointer.join("/")}` });
}

const send = (method: string, body: unknown, headers: Record<string, string> = {}): RequestInit => ({
  method,
  body: JSON.stringify(body),
  headers: { "content-type": "application/json", ...headers },
});
const names = (page: Page<{ name: string }>) => page.items.map((item) => item.name);

describe("the document", () => {
  test("is OpenAPI 3.1, and every route has a summary, a description, an example of its answer that fits its schema, and its problems", () => {
    expect(document.openapi).toBe("3.1.0");
    const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
    );
    expect(operations.length).toBeGreaterThan(20);
    expect(new Set(operations.map(({ operation }) => operation.operationId)).size).toBe(operations.length);
    for (const { path, method, operation } of operations) {
      expect(operation.summary, path).toBeTruthy();
      expect(operation.description, path).toBeTruthy();
      const [status, success] = Object.entries(operation.responses).find(([code]) => code.startsWith("2"))!;
      const [type, media] = Object.entries(success.content!)[0]!;
      expect(media.example, `${method} ${path}`).toBeDefined();
      const validate = validator(path, method, Number(status), type);
      expect(validate(media.example), `${method} ${path}: ${JSON.stringify(validate.errors)}`).toBe(true);
      const problems = Object.entries(operation.responses).filter(([code]) => !code.startsWith("2"));
      expect(problems.length, path).toBeGreaterThan(0);
      for (const [, problem] of problems) expect(Object.keys(problem.content!)).toEqual(["application/problem+json"]);
    }
  });

  test("every problem that can be answered explains itself at its type", async () => {
    const { items } = await ask<{ items: { type: string; next: string }[] }>("/api/v1/problems");
    expect(items.map((item) => item.type)).toEqual(Object.keys(PROBLEMS).map((name) => `/problems/${name}`));
    for (const item of items) expect((await ask<typeof item>(item.type)).next).toBe(item.next);
    await ask("/problems/nothing", {}, 404);
  });
});

describe("contacts", () => {
  test("are listed by name over all connections, and only those that are in", async () => {
    const page = await ask<Page<ContactRow>>("/api/v1/contacts");
    expect(names(page)).toEqual([
      "Petra Keller",
      "Hugo Rivera",
      "Lucía Rivera",
      "Lucía Rivera",
      "Mateo Rivera",
      "Walter Stone",
      "Ada Zqiang",
    ]);
    expect(page.next).toBeNull();
    const lucia = page.items.find((item) => item.provider_id === "1042")!;
    expect(lucia).toMatchObject({
      client_status: "active",
      owner: { member_id: firm.members.naomi, name: "Naomi Okafor" },
      email: "family@rivera.example",
      phone: "+12125550142",
    });
    expect(lucia.tags).toContain("Family Law");
  });

  test("B-CTC-7: each shows its provider id and a link to the provider's page", async () => {
    const { items } = await ask<Page<ContactRow>>("/api/v1/contacts");
    expect(items.find((item) => item.provider_id === "1042")!.link).toBe("https://app.clio.com/nc/#/contacts/1042");
    expect(items.filter((item) => item.connection_id === firm.mycase).map((item) => item.link)).toEqual(
      ["202", "201"].map((id) => connectors.mycase.mapper.link("contact", id, { region: null, firm_url: "https://hartwell.mycase.com" })),
    );
  });

  test("page by page gives the same as all at once, whatever the page size, also where names are equal", async () => {
    const all = await ask<Page<ContactRow>>("/api/v1/contacts?state=any");
    for (const limit of [1, 2, 3, 5]) {
      const seen: ContactRow[] = [];
      let after = "";
      do {
        const page = await ask<Page<ContactRow>>(`/api/v1/contacts?state=any&limit=${limit}${after && `&after=${after}`}`);
        expect(page.items.length).toBeLessThanOrEqual(limit);
        seen.push(...page.items);
        after = page.next ?? "";
      } while (after);
      expect(seen).toEqual(all.items);
    }
  });

  test.each([
    ["a part of a name", "q=iver", ["Hugo Rivera", "Lucía Rivera", "Lucía Rivera", "Mateo Rivera"]],
    ["several words, all of which must be found", "q=rivera+mat", ["Mateo Rivera"]],
    ["a name with its accent, in capitals", "q=LUC%C3%8DA", ["Lucía Rivera", "Lucía Rivera"]],
    ["a part of an e-mail", "q=bright.ex", ["Petra Keller"]],
    ["a phone number however it is written", "q=%2B1+(646)+555-0177", ["Ada Zqiang"]],
    ["an id of the provider", "q=1044", ["Walter Stone"]],
    ["two characters, from a word's beginning", "q=zq", ["Ada Zqiang"]],
    ["one character, from a word's beginning", "q=h&connection=mycase", ["Hugo Rivera"]],
    ["signs that mean something to the database", "q=100%25_a", []],
    ["a client status", "status=past", ["Walter Stone"]],
    ["clients of every kind", "status=client&connection=mycase", ["Lucía Rivera"]],
    ["no client", "status=none", ["Hugo Rivera"]],
    ["a tag, whatever its case", "tag=active%20CLIENT&connection=clio", ["Petra Keller", "Lucía Rivera"]],
    ["an owner", "owner=naomi&status=active", ["Lucía Rivera"]],
    ["nobody's", "owner=none&connection=mycase", ["Hugo Rivera", "Lucía Rivera"]],
    ["a state", "state=out_of_scope", ["Jo Li"]],
  ])("can be searched and filtered by %s", async (_, query, expected) => {
    const path = `/api/v1/contacts?${query}`
      .replace("connection=clio", `connection=${firm.clio}`)
      .replace("connection=mycase", `connection=${firm.mycase}`)
      .replace("naomi", firm.members.naomi);
    expect(names(await ask<Page<ContactRow>>(path))).toEqual(expected);
  });
});

describe("one contact", () => {
  test("B-WHY-1: every derived value says why, by rule, with the records it rests on, their names and links", async () => {
    const contact = await ask<Contact>(`/api/v1/contacts/${firm.clio}/1042`);
    const whys = [
      contact.state_why,
      contact.status_why,
      contact.owner.why,
      ...contact.tags.flatMap((tag) => tag.whys),
      ...contact.key_facts.map((fact) => fact.why),
    ];
    expect(whys.length).toBeGreaterThan(8);
    for (const why of whys) {
      expect(why.sentence.length, why.code).toBeGreaterThan(5);
      expect(why.rule).toMatch(/^B-[A-Z]{3}-\d+$/);
    }
    expect(contact.status_why).toMatchObject({ rule: "B-CLI-2", code: "status_active" });
    expect(contact.status_why.sources).toContainEqual(
      expect.objectContaining({
        kind: "matter",
        id: "5012",
        label: "00012-Rivera",
        link: "https://app.clio.com/nc/#/matters/5012",
        updated_at: "2026-11-12T14:02:10.000Z",
      }),
    );
    expect(contact.owner).toMatchObject({ member_id: firm.members.naomi, name: "Naomi Okafor", why: { code: "owner_attorney" } });
    expect(contact.key_facts).toContainEqual(expect.objectContaining({ label: "Birthday", date: "1988-02-29" }));
  });

  test("B-CLI-4: a person of a client company has its matter, and sees through which company", async () => {
    const contact = await ask<Contact>(`/api/v1/contacts/${firm.clio}/1049`);
    expect(contact.matters).toEqual([
      expect.objectContaining({ provider_id: "5013", capacity: "client", via_company: { id: "1050", name: "Bright Foods Inc" } }),
    ]);
    expect(contact.status_why.params).toMatchObject({ through: "Bright Foods Inc" });
  });

  test("B-CTC-6: contacts that share an e-mail or phone are listed as possible duplicates, with what they share", async () => {
    const contact = await ask<Contact>(`/api/v1/contacts/${firm.clio}/1042`);
    expect(contact.duplicates.map((other) => [other.connection_id, other.provider_id, other.shared])).toEqual([
      [firm.mycase, "201", ["+12125550142", "family@rivera.example"]],
      [firm.clio, "1043", ["family@rivera.example"]],
    ]);
    const skipped = await ask<Contact>(`/api/v1/contacts/${firm.clio}/1047`);
    expect(skipped.duplicates).toEqual([]);
  });

  test("B-KEY-1: a birthday that cannot be read is an issue, not a key fact", async () => {
    const contact = await ask<Contact>(`/api/v1/contacts/${firm.clio}/1044`);
    expect(contact.issues).toMatchObject([{ code: "birthday_unreadable" }]);
    expect(contact.key_facts.map((fact) => fact.label)).not.toContain("Birthday");
  });

  test("B-WHY-2: its history tells field, old, new, run and rule, and pages from the latest", async () => {
    const at = {
      id: 1045,
      type: "Person",
      first_name: "Ada",
      last_name: "Zqiang",
      is_client: true,
      phone_numbers: [{ name: "Mobile", number: "+1 646 555 0178" }],
    };
    const run_id = await read(db, clock, { firm_id: firm.firm_id, connection_id: firm.clio }, "clio", [
      ["contact", [{ ...at, name: "Ada Zqiang", updated_at: "2026-11-19T14:02:10Z" }]],
    ]);
    const { history } = await ask<Contact>(`/api/v1/contacts/${firm.clio}/1045`);
    expect(history).toContainEqual(expect.objectContaining({ field: "phones", cause: "run", cause_id: run_id }));
    const path = `/api/v1/contacts/${firm.clio}/1045/history`;
    const first = await ask<Page<{ change_id: number }>>(`${path}?limit=1`);
    expect(first.items).toEqual(history.slice(0, 1));
    if (history.length > 1) expect((await ask<Page<unknown>>(`${path}?limit=1&after=${first.next}`)).items).toEqual(history.slice(1, 2));
  });

  test("one that is not there is a problem that says what to do", async () => {
    const problem = await ask<{ type: string; next: string }>(`/api/v1/contacts/${firm.clio}/999`, {}, 404);
    expect(problem).toMatchObject({ type: "/problems/not-found", next: expect.stringContaining("/api/v1/contacts") });
    await ask(`/api/v1/contacts/${newId(clock)}/1042`, {}, 404);
  });
});

describe("counts and attention", () => {
  test("B-SYN-10: each contact row of the mirror is in one state, and the counts add up to the rows in the mirror", async () => {
    const counts = await ask<{
      contacts: Record<string, number>;
      skipped: Record<string, number>;
      projected: number;
      mirror: number;
      waiting: number;
      hidden: number;
    }>(`/api/v1/connections/${firm.clio}/counts`);
    expect(counts.contacts).toEqual({ in: 5, skipped: 3, out_of_scope: 1, out_of_segment: 0, suspected_gone: 0, tombstone: 0 });
    expect(counts.skipped).toEqual({ company: 1, duplicate_of: 1, no_channel: 1 });
    expect([counts.projected, counts.mirror, counts.waiting, counts.hidden]).toEqual([9, 9, 0, 1]);
  });

  test("B-CTC-4: skipped contacts come with the first reason that holds, the others, and a link; hidden people beside them", async () => {
    const page = await ask<Page<{ name: string; link: string; why: { code: string }; other_whys: { code: string }[] }>>("/api/v1/skipped");
    expect(page.items.map((item) => [item.name, item.why.code, item.other_whys.map((why) => why.code)])).toEqual([
      ["Bright Foods Inc", "company", expect.any(Array)],
      ["Old File", "archived", []],
      ["Noor Haddad", "no_channel", []],
      ["Duplicate of Stone, Walter", "duplicate_of", ["scope_not_client"]],
    ]);
    expect(names(await ask(`/api/v1/skipped?reason=archived`))).toEqual(["Old File"]);
    const hidden = await ask<Page<{ provider_id: string; matters: unknown[] }>>("/api/v1/hidden");
    expect(hidden.items).toEqual([
      expect.objectContaining({
        provider_id: "1099",
        matters: [
          { provider_id: "5012", number: "00012-Rivera", name: "", role: "Opposing party", link: "https://app.clio.com/nc/#/matters/5012" },
        ],
      }),
    ]);
  });

  test("B-CTC-6: all shared e-mails and phones, each with whoever has it", async () => {
    const { items } = await ask<Page<{ channel: string; contacts: { provider_id: string }[] }>>("/api/v1/duplicates");
    expect(items.map((group) => [group.channel, group.contacts.map((contact) => contact.provider_id).sort()])).toEqual([
      ["+12125550142", ["1042", "201"]],
      ["family@rivera.example", ["1042", "1043", "201"]],
    ]);
    const second = await ask<Page<{ channel: string }>>(
      `/api/v1/duplicates?limit=1&after=${(await ask<Page<unknown>>("/api/v1/duplicates?limit=1")).next}`,
    );
    expect(second.items.map((group) => group.channel)).toEqual(["family@rivera.example"]);
  });

  test("a row that could not be taken in is listed with its reason, and is not hidden by permission as well", async () => {
    await breakRow(db, { firm_id: firm.firm_id, connection_id: firm.clio }, newId(clock));
    const { items } = await ask<Page<{ provider_id: string; reason: string; link: string }>>("/api/v1/quarantined");
    expect(items).toMatchObject([
      { provider_id: "1077", reason: expect.stringContaining("expected text"), link: "https://app.clio.com/nc/#/contacts/1077" },
    ]);
  });

  test("tags come with counts and the spelling that is shown", async () => {
    const { items } = await ask<{ items: { key: string; name: string; contacts: number }[] }>(`/api/v1/tags?connection=${firm.clio}`);
    expect(items[0]).toEqual({ key: "client", name: "Client", contacts: 5 });
    expect(items).toContainEqual({ key: "family law", name: "Family Law", contacts: 1 });
    expect((await ask<{ items: unknown[] }>("/api/v1/tags?q=famil")).items).toHaveLength(1);
  });

  test("B-CON-8: staff are shown with the member who stands for them, or why none does", async () => {
    const { items } = await ask<{ items: { name: string; member: unknown; unmapped_because: string | null }[] }>(
      `/api/v1/staff?connection=${firm.clio}`,
    );
    expect(items.map((person) => [person.name, person.member !== null, person.unmapped_because])).toEqual([
      ["Ben Adler", false, "is an inactive member"],
      ["Gail Whitmore", false, "is not a member"],
      ["Naomi Okafor", true, null],
    ]);
  });
});

describe("matters", () => {
  test("are listed with the latest first, can be searched, and page without losing one", async () => {
    const all = await ask<Page<{ provider_id: string; main_client: string | null }>>("/api/v1/matters");
    expect(all.items.map((item) => [item.provider_id, item.main_client])).toEqual([
      ["5014", "Walter Stone"],
      ["5013", null],
      ["5012", "Lucía Rivera"],
      ["81", "Lucía Rivera"],
    ]);
    const first = await ask<Page<unknown>>("/api/v1/matters?limit=3");
    const second = await ask<Page<unknown>>(`/api/v1/matters?limit=3&after=${first.next}`);
    expect([...first.items, ...second.items]).toEqual(all.items);
    expect((await ask<Page<{ provider_id: string }>>("/api/v1/matters?q=bright+00013")).items.map((item) => item.provider_id)).toEqual([
      "5013",
    ]);
    expect((await ask<Page<{ provider_id: string }>>("/api/v1/matters?status=closed")).items.map((item) => item.provider_id)).toEqual([
      "5014",
    ]);
  });

  test("B-MAT-1, B-MAT-5: one shows its team with positions and why, its participants, and its main client and why", async () => {
    const matter = await ask<{
      team: { name: string; position: string; why: { rule: string } }[];
      main_client: unknown;
      participants: unknown[];
    }>(`/api/v1/matters/${firm.clio}/5012`);
    expect(matter.team).toMatchObject([{ name: "Naomi Okafor", position: "attorney", lead: true, active: true, why: { rule: "B-MAT-1" } }]);
    expect(matter.main_client).toMatchObject({ contact_id: "1042", name: "Lucía Rivera", flagged: null, why: { rule: "B-MAT-5" } });
    expect(matter.participants).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ person_id: "1042", name: "Lucía Rivera", capacity: "client" }),
        expect.objectContaining({ person_id: "1099", name: null, role: "Opposing party" }),
      ]),
    );
    await ask(`/api/v1/matters/${firm.clio}/1`, {}, 404);
  });
});

describe("connections and runs", () => {
  test("B-CON-5: a connection says how it does, as of when, and what to do", async () => {
    const { items } = await ask<{ items: Record<string, unknown>[] }>("/api/v1/connections");
    expect(items).toMatchObject([
      { provider: "clio", health: "healthy", as_of: "2026-11-21T08:30:00.000Z", running_run_id: null },
      { provider: "mycase", account_name: "Hartwell Osei (MyCase)", health: "healthy" },
    ]);
    await ask(`/api/v1/connections/${firm.clio}`);
    await ask(`/api/v1/connections/${newId(clock)}`, {}, 404);
  });

  test("B-SYN-1: a sync can be started by hand: what changed, everything, one matter, one contact", async () => {
    const connection_id = firm.clio;
    const start = (body: object) => ask<{ run_id: string; href: string }>("/api/v1/runs", send("POST", { connection_id, ...body }), 202);
    const started = await start({ what: "changes" });
    expect(started.href).toBe(`/api/v1/runs/${started.run_id}`);
    await start({ what: "everything" });
    await start({ what: "matter", provider_id: "5012" });
    await start({ what: "contact", provider_id: "1042" });
    expect(synced.splice(0).map((each) => each.request)).toEqual([
      { mode: "incremental", trigger: "manual" },
      { mode: "full", trigger: "manual" },
      { mode: "record", kind: "matter", id: "5012", trigger: "manual" },
      { mode: "record", kind: "contact", id: "1042", trigger: "manual" },
    ]);
    await ask("/api/v1/runs", send("POST", { connection_id, what: "matter" }), 400);
    await ask("/api/v1/runs", send("POST", { connection_id, what: "changes", provider_id: "1" }), 400);
    await ask("/api/v1/runs", send("POST", { connection_id: newId(clock), what: "changes" }), 404);
    expect(synced).toEqual([]);
  });

  test("a run in the way is named, and a connection without a grant is told apart", async () => {
    refusal = new SyncRefused("this connection is disconnected; connect it again first");
    const body = send("POST", { connection_id: firm.mycase, what: "changes" });
    expect(await ask("/api/v1/runs", body, 409)).toMatchObject({ type: "/problems/not-connected" });
    const run_id = await startedRun();
    expect(await ask("/api/v1/runs", body, 409)).toMatchObject({ type: "/problems/run-in-progress", run_id });
    refusal = null;
    await db.pool.query("delete from sync_run where run_id = $1", [run_id]);
  });

  test("B-SYN-7: a run shows per kind what was read, the total where known, the rate and the time left", async () => {
    const run_id = await startedRun();
    const run = await ask<{ kinds: unknown[]; seconds_left: number }>(`/api/v1/runs/${run_id}`);
    expect(run).toMatchObject({
      state: "running",
      seconds: 20,
      rows_read: 1400,
      rows_per_second: 70,
      seconds_left: null,
      kinds: [
        { kind: "staff", state: "done", read: 400, total: 400, rows_per_second: null, seconds_left: null },
        { kind: "contact", state: "reading", read: 1000, total: 3000, rows_per_second: 100, seconds_left: 20 },
        { kind: "relationship", state: "waiting", read: 0, total: null },
      ],
    });
    expect((await ask<{ items: { running_run_id: string }[] }>("/api/v1/connections")).items[1]).toMatchObject({ running_run_id: run_id });
    await db.pool.query(
      "update sync_run set state = 'failed', finished_at = $2, error = 'The provider was down', remedy = 'Nothing to do: it will be repeated' where run_id = $1",
      [run_id, NOW],
    );
    expect(await ask(`/api/v1/runs/${run_id}`)).toMatchObject({
      state: "failed",
      remedy: expect.stringContaining("repeated"),
      seconds_left: null,
    });
    const { items } = await ask<Page<{ run_id: string }>>("/api/v1/runs?limit=1");
    expect(items.map((item) => item.run_id)).toEqual([run_id]);
    await db.pool.query("delete from sync_run where run_id = $1", [run_id]);
  });

  test("a run can be followed: each change is sent, and the stream ends with the run", async () => {
    const run_id = await startedRun();
    const response = await app.request(`/api/v1/runs/${run_id}/events`);
    expect(response.headers.get("content-type")).toContain("text/event-stream");
    const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
    const first = await reader.read();
    expect(first.value).toMatch(/^event: run\ndata: \{.*"state":"running"/);
    await db.pool.query("update sync_run set state = 'succeeded', finished_at = $2 where run_id = $1", [run_id, NOW]);
    let rest = "";
    for (let part = await reader.read(); !part.done; part = await reader.read()) rest += part.value;
    expect(rest).toMatch(/"state":"succeeded"[^\n]*\n\n$/);
    await db.pool.query("delete from sync_run where run_id = $1", [run_id]);
    expect((await app.request(`/api/v1/runs/${run_id}/events`)).status).toBe(404);
  });
});

/** A full run of the MyCase connection, twenty seconds old. */
async function startedRun(): Promise<string> {
  const run_id = newId(clock);
  await db.pool.query(
    "insert into sync_run (firm_id, run_id, connection_id, mode, trigger, started_at, lease_until) values ($1, $2, $3, 'full', 'manual', $4, $5)",
    [firm.firm_id, run_id, firm.mycase, new Date(NOW.getTime() - 20_000), NOW],
  );
  await db.pool.query(
    `insert into sync_listing (firm_id, run_id, kind, part, position, state, rows_read, total, first_page_at) values
      ($1, $2, 'staff', 'all', 0, 'done', 400, 390, $3), ($1, $2, 'contact', 'all', 1, 'reading', 1000, 3000, $4), ($1, $2, 'relationship', 'all', 2, 'waiting', 0, null, null)`,
    [firm.firm_id, run_id, new Date(NOW.getTime() - 20_000), new Date(NOW.getTime() - 10_000)],
  );
  return run_id;
}

describe("settings", () => {
  const path = () => `/api/v1/connections/${firm.clio}/settings`;

  test("B-WHY-5: they can be read with a description of each, changed as a whole, and everything is then worked out anew", async () => {
    const before = await ask<{ version: number; document: { tags: object }; described: { path: string }[] }>(path());
    expect(before.described.map((setting) => setting.path)).toContain("owner.fallback");
    const document = { ...before.document, tags: { ...before.document.tags, city: true } };
    const after = await ask<typeof before>(path(), send("PUT", { document, if_version: before.version, note: "By city" }));
    expect(after).toMatchObject({ version: before.version + 1, note: "By city", document: { tags: { city: true } } });
    expect(resettled).toEqual([firm.clio]);
    expect(await ask(path(), send("PUT", { document, if_version: before.version }), 409)).toMatchObject({
      type: "/problems/version-conflict",
    });
  });

  test("a wrong document is refused with the path and the allowed values, and nothing changes", async () => {
    const before = await ask<{ version: number; document: { owner: object } }>(path());
    const wrong = { ...before.document, owner: { ...before.document.owner, fallback: "nobody" }, colour: "blue" };
    const problem = await ask<{ errors: { path: string; allowed?: string[] }[] }>(path(), send("PUT", { document: wrong }), 422);
    expect(problem.errors).toContainEqual(expect.objectContaining({ path: "owner.fallback", allowed: ["primary_member", "unassigned"] }));
    expect(problem.errors).toContainEqual(expect.objectContaining({ path: "colour" }));
    expect((await ask<{ version: number }>(path())).version).toBe(before.version);
    expect(await ask<{ properties: object }>("/api/v1/settings/schema")).toHaveProperty("properties.tags");
  });
});

describe("what is refused", () => {
  test.each(["limit=0", "limit=201", "limit=x", "sort=name", "limit=5&limit=6", "state=gone", "owner=bob", "connection=7", "q=a%00b"])(
    "a list asked with ?%s",
    async (query) => {
      expect(await ask(`/api/v1/contacts?${query}`, {}, 400)).toMatchObject({
        type: "/problems/invalid-request",
        errors: [expect.anything()],
      });
    },
  );

  test.each(["nonsense", Buffer.from('["a"]').toString("base64url"), Buffer.from('["a","b","c"]').toString("base64url")])(
    "a cursor that the list did not give: %s",
    async (after) => {
      expect(await ask(`/api/v1/contacts?after=${after}`, {}, 400)).toMatchObject({ type: "/problems/invalid-cursor" });
    },
  );

  test("a name that is not this machine's: pages elsewhere cannot point their own name here (DNS rebinding)", async () => {
    const response = await app.request("http://evil.example/api/v1/contacts");
    expect(response.status).toBe(421);
    expect(await response.json()).toMatchObject({ type: "/problems/wrong-host" });
    expect((await app.request("http://127.0.0.1:8790/api/v1/contacts")).status).toBe(200);
    expect((await app.request("http://[::1]:8790/api/v1/contacts")).status).toBe(200);
  });

  test("changes that another site sends through the browser, JSON too", async () => {
    const body = { connection_id: firm.clio, what: "changes" };
    const attacks: Record<string, string>[] = [
      { origin: "https://evil.example" },
      { origin: "http://localhost:9999" },
      { "sec-fetch-site": "cross-site" },
      { "sec-fetch-site": "same-site" },
    ];
    for (const headers of attacks) {
      const init = send("POST", body, headers);
      expect(await ask("/api/v1/runs", init, 403)).toMatchObject({ type: "/problems/cross-site" });
    }
    expect(synced).toEqual([]);
    await ask("/api/v1/runs", send("POST", body, { origin: "http://localhost", "sec-fetch-site": "same-origin" }), 202);
    expect(synced.splice(0)).toHaveLength(1);
  });

  test("bodies that are no JSON, broken, too large, or hold unknown fields", async () => {
    expect(
      await ask("/api/v1/runs", { method: "POST", body: "a=1", headers: { "content-type": "application/x-www-form-urlencoded" } }, 415),
    ).toMatchObject({ type: "/problems/unsupported-media-type" });
    expect(await ask("/api/v1/runs", { method: "POST", body: "{", headers: { "content-type": "application/json" } }, 400)).toMatchObject({
      type: "/problems/invalid-request",
    });
    expect(await ask("/api/v1/runs", send("POST", { what: "x".repeat(300_000) }), 413)).toMatchObject({ type: "/problems/too-large" });
    expect(await ask("/api/v1/runs", send("POST", { connection_id: firm.clio, what: "changes", when: "now" }), 400)).toMatchObject({
      errors: [{ path: "when" }],
    });
  });

  test("unknown addresses, and every answer carries the headers that keep browsers from guessing, framing and caching", async () => {
    expect(await ask("/api/v1/nothing", {}, 404)).toMatchObject({ type: "/problems/not-found" });
    for (const path of ["/api/v1/contacts", "/api/v1/nothing", "/api/v1/contacts?limit=0"]) {
      const { headers } = await app.request(path);
      expect(headers.get("content-security-policy")).toContain("default-src 'none'");
      expect(headers.get("x-content-type-options")).toBe("nosniff");
      expect(headers.get("cache-control")).toBe("no-store");
      expect(headers.get("access-control-allow-origin")).toBeNull();
    }
  });

  test("a failure of ours says nothing of what failed but a number that is in the log", async () => {
    const lines: string[] = [];
    const log = createLog({ log_level: "error" }, { write: (line: string) => void lines.push(line) });
    const actions = { ...deps(db).actions, sync: () => Promise.reject(new Error("the disk at /secret is full")) };
    const response = await createApi({ ...deps(db), log, actions }).request(
      "/api/v1/runs",
      send("POST", { connection_id: firm.clio, what: "changes" }),
    );
    expect(response.status).toBe(500);
    const text = await response.text();
    expect(text).not.toContain("secret");
    expect(lines.join("")).toContain((JSON.parse(text) as { request_id: string }).request_id);
  });
});

test("without a firm every list says so, and what to do", async () => {
  const empty = await testDatabase();
  try {
    const response = await createApi(deps(empty)).request("/api/v1/connections");
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ type: "/problems/no-firm", next: expect.stringContaining("privity connect") });
  } finally {
    await empty.drop();
  }
});
