/** Activities and what becomes of them, over the API: forms, addresses, authors, files, the outbox. */
import { createHash } from "node:crypto";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createApiKey } from "../accounts/administer.ts";
import { readConfig } from "../lib/config.ts";
import { newId } from "../lib/ids.ts";
import { commandLine } from "../model/actor.ts";
import { fileSpace } from "../outbox/files.ts";
import { createApi } from "./app.ts";
import type { Activity, File, NeedsFiling } from "./contract/activities.ts";
import type { Contact } from "./contract/contacts.ts";
import type { Delivery, DeliveryStory, OutboxAnswer } from "./contract/deliveries.ts";
import { clock, MAX_FILE_BYTES, openTestApi, send, type TestApi } from "./test_api.ts";
import { post, signInAs } from "./test_sign_in.ts";

const LIST = "/api/v1/activities";
let api: TestApi;
/** A member who is no admin. */
let gail: string;
beforeAll(async () => {
  api = await openTestApi();
  gail = await signInAs(api.anonymous, api.deps.accounts, api.firm.firm_id, {
    name: "Gail Whitmore",
    email: "gail@hartwellosei.example",
    role: "member",
  });
});
afterAll(() => api?.close());

interface Problem {
  type: string;
  detail: string;
  errors?: { path: string; message: string }[];
  contacts?: { provider_id: string }[];
}

const at = (provider_id: string, connection_id = api.firm.clio) => ({ contact: { connection_id, provider_id } });
const log = <T = Activity>(form: object, status = 201, headers = {}) => api.ask<T>(LIST, send("POST", form, headers), status);
const paths = (problem: Problem) => problem.errors?.map((error) => error.path);
const as = (cookie: string, path: string, init: RequestInit = {}) =>
  api.anonymous(path, { ...init, headers: { ...(init.headers as Record<string, string>), cookie } });

describe("logging", () => {
  test("B-WRB-1: a note is logged, on its way, and shows on its contact with how its delivery stands", async () => {
    const note = await log({
      kind: "note",
      ...at("1042"),
      matter_id: "5012",
      subject: " Custody\thearing ",
      body: "Fine\u0007 with it.\r\n\r\n\r\nBye",
    });
    expect(note).toMatchObject({
      contact_id: "1042",
      matter_id: "5012",
      author: { name: "Naomi Okafor" },
      subject: "Custody hearing",
      body: "Fine with it.\n\nBye",
      source: "member",
      kept_here: false,
      occurred_at: clock.now().toISOString(),
    });
    expect(note.deliveries).toMatchObject([
      { kind: "note", operation: "note", parent: { kind: "matter", id: "5012" }, contact_name: "Lucía Rivera" },
    ]);
    const contact = await api.ask<Contact>(`/api/v1/contacts/${api.firm.clio}/1042`);
    expect(contact.activities[0]).toEqual(note);
    expect(await api.ask(`${LIST}/${note.activity_id}`)).toEqual(note);
    expect((await api.ask<{ items: Activity[] }>(`${LIST}?connection=${api.firm.clio}&contact=1042&kind=note`)).items).toEqual([note]);
    expect((await api.ask<{ items: Activity[] }>(`${LIST}?connection=${api.firm.clio}&contact=1042&kind=call`)).items).toEqual([]);
  });

  test("what does not fit is refused with the field, and nothing is kept", async () => {
    const count = async () => (await api.db.pool.query("select 1 from activity")).rowCount;
    const before = await count();
    const refused = (form: object, status = 400) => log<Problem>(form, status);
    expect(paths(await refused({ kind: "note", ...at("1042"), body: " " }))).toEqual(["body"]);
    expect(paths(await refused({ kind: "note", ...at("1042"), body: "\u0007" }))).toEqual(["body"]);
    expect(paths(await refused({ kind: "note", ...at("1042"), body: "x", occurred_at: "2026-11-21T09:06:00Z" }))).toEqual(["occurred_at"]);
    expect(paths(await refused({ kind: "note", ...at("1042"), body: "x", direction: "in" }))).toEqual(["direction"]);
    expect(paths(await refused({ kind: "call", ...at("1042"), direction: "in", number: "999" }))).toEqual(["number"]);
    expect(paths(await refused({ kind: "note", ...at("1042"), body: "x", matter_id: "4711" }))).toEqual(["matter_id"]);
    expect(paths(await refused({ kind: "document", ...at("1042"), file_id: newId(clock) }))).toEqual(["file_ids"]);
    expect(paths(await refused({ kind: "note", ...at("1042"), body: "x", author_id: newId(clock) }))).toEqual(["author_id"]);
    expect((await refused({ kind: "note", ...at("4711"), body: "x" }, 404)).type).toBe("/problems/not-found");
    expect((await refused({ kind: "note", ...at("1042", newId(clock)), body: "x" }, 404)).type).toBe("/problems/not-found");
    expect((await refused({ kind: "dance", ...at("1042") })).type).toBe("/problems/invalid-request");
    expect(await count()).toBe(before);
  });

  test("an e-mail in HTML is kept as text, without anything that acts", async () => {
    const email = { kind: "email", ...at("1044"), direction: "in", subject: "Re: deed" };
    const kept = await log({
      ...email,
      body_html: '<p>See <a href="https://court.example/x">this</a><script>evil()</script><img src="//evil/p.gif"></p>',
    });
    expect(kept.body).toBe("See this <https://court.example/x>");
    expect(paths(await log<Problem>({ ...email, body_html: "<script>evil()</script>" }, 400))).toEqual(["body_html"]);
  });

  test("an Idempotency-Key makes it once, for good: also where the answer was never kept", async () => {
    const form = { kind: "call", ...at("1042"), direction: "out", body: "Left a message" };
    const key = { "idempotency-key": "call 1" };
    const first = await log(form, 201, key);
    expect(await log(form, 201, key)).toEqual(first);
    await api.db.pool.query("delete from idempotency_key");
    expect((await log(form, 201, key)).activity_id).toBe(first.activity_id);
    expect((await log(form, 201, { "idempotency-key": "call 2" })).activity_id).not.toBe(first.activity_id);
  });
});

describe("B-CTC-6: whoever sends to a shared address is asked first", () => {
  const email = { kind: "email", direction: "out", subject: "Hello" };

  test("with who else has it; confirmed, it is logged", async () => {
    const asked = await log<Problem>({ ...email, ...at("1042"), address: "FAMILY@rivera.example" }, 409);
    expect(asked).toMatchObject({ type: "/problems/shared-address" });
    expect(asked.detail).toContain("Mateo Rivera");
    expect(asked.contacts?.map((contact) => contact.provider_id)).toContain("1043");
    await log({ ...email, ...at("1042"), address: "family@rivera.example", confirmed: true });
  });

  test("also where no address was given and the contact's own is shared, and for a number", async () => {
    await log({ ...email, ...at("1043") }, 409);
    const text = await log<Problem>({ kind: "text", direction: "out", body: "Hi", ...at("1042"), number: "212-555-0142" }, 409);
    expect(text.contacts).toMatchObject([{ provider_id: "201" }]);
  });

  test("nobody is asked about what came in, about a call, or about an address of one alone", async () => {
    await log({ ...email, ...at("1042"), direction: "in", address: "family@rivera.example" });
    await log({ kind: "call", direction: "out", ...at("1042"), number: "212-555-0142" });
    expect((await log({ ...email, ...at("1044") })).address).toBe("walter@stone.example");
  });
});

test("numbers are kept as E.164; a contact's only one is taken where none is given, so that its texts are one conversation", async () => {
  const text = { kind: "text", direction: "in", body: "On my way", ...at("1045") };
  const [given, taken] = [await log({ ...text, number: "(646) 555-0177" }), await log({ ...text, body: "Here" })];
  expect([given.address, taken.address]).toEqual(["+16465550177", "+16465550177"]);
  expect(taken.deliveries.map((delivery) => delivery.delivery_id)).toEqual(given.deliveries.map((delivery) => delivery.delivery_id));
});

describe("who may", () => {
  test("B-WRB-3: a member logs in their own name; only an admin in another's; a key that reads logs nothing", async () => {
    const note = { kind: "note", ...at("1042"), body: "x" };
    const own = await as(gail, LIST, send("POST", note));
    expect(own.status).toBe(201);
    expect(await own.json()).toMatchObject({ author: { name: "Gail Whitmore" }, source: "member" });
    expect((await as(gail, LIST, send("POST", { ...note, author_id: api.firm.members.naomi }))).status).toBe(403);
    const { author } = ((await (await as(gail, `${LIST}?limit=1`)).json()) as { items: Activity[] }).items[0]!;
    expect((await log({ ...note, author_id: author.member_id })).author).toEqual(author);
    const naomi = { ...commandLine(api.firm.firm_id), member_id: api.firm.members.naomi };
    const key = await createApiKey(api.deps.accounts, naomi, { name: "Reader", scopes: ["read"], expires_in_days: null });
    const asked = await api.anonymous(LIST, {
      ...send("POST", note),
      headers: { "content-type": "application/json", authorization: `Bearer ${key.key}` },
    });
    expect(asked.status).toBe(403);
  });

  test("B-WRB-8: an edit is the author's or an admin's, and changes what is sent", async () => {
    const note = await log({ kind: "note", ...at("1042"), body: "First" });
    const edit = send("PATCH", { body: "Second", subject: "Changed" });
    expect((await as(gail, `${LIST}/${note.activity_id}`, edit)).status).toBe(403);
    const edited = await api.ask<Activity>(`${LIST}/${note.activity_id}`, edit);
    expect(edited).toMatchObject({ body: "Second", subject: "Changed", revision: 2, author: note.author });
    expect((await api.ask<DeliveryStory>(`/api/v1/deliveries/${note.deliveries[0]!.delivery_id}`)).activities[0]?.body).toBe("Second");
    const refused = (body: object) => api.ask<Problem>(`${LIST}/${note.activity_id}`, send("PATCH", body), 400);
    expect(paths(await refused({ body: " " }))).toContain("body");
    expect(paths(await refused({ body_html: "<p>x" }))).toEqual(["body_html"]);
    await refused({});
    await api.ask(`${LIST}/${newId(clock)}`, edit, 404);
  });

  test("B-WRB-6: only an admin retries, cancels or confirms", async () => {
    const note = await log({ kind: "note", ...at("1042"), body: "x" });
    const one = `/api/v1/deliveries/${note.deliveries[0]!.delivery_id}`;
    for (const path of [`${one}/retry`, `${one}/cancel`, `${one}/confirm`, "/api/v1/deliveries/retry", "/api/v1/deliveries/cancel"])
      expect((await as(gail, path, post({ ids: [newId(clock)] }))).status, path).toBe(403);
    expect((await as(gail, one)).status).toBe(200);
    expect((await as(gail, "/api/v1/outbox")).status).toBe(200);
  });
});

describe("the outbox", () => {
  test("B-WRB-6: one is cancelled and sent again; what cannot be done now is said in words; all of it is in the story and the audit log", async () => {
    const { deliveries } = await log({ kind: "note", ...at("1044"), body: "to be cancelled" });
    const one = `/api/v1/deliveries/${deliveries[0]!.delivery_id}`;
    const empty = send("POST", {});
    expect((await api.ask<Delivery>(`${one}/cancel`, empty)).state).toBe("cancelled");
    expect((await api.ask<Problem>(`${one}/cancel`, empty, 409)).type).toBe("/problems/not-now");
    expect((await api.ask<Delivery>(`${one}/retry`, empty)).state).not.toBe("cancelled");
    expect((await api.ask<Problem>(`${one}/confirm`, empty, 409)).type).toBe("/problems/not-now");
    await api.ask(`/api/v1/deliveries/${newId(clock)}/cancel`, empty, 404);
    const story = await api.ask<DeliveryStory>(one);
    expect(story.events.map((event) => event.event)).toEqual(expect.arrayContaining(["cancelled", "retried"]));
    const { items } = await api.ask<{ items: { action: string }[] }>("/api/v1/audit?limit=10");
    expect(items.map((item) => item.action)).toEqual(expect.arrayContaining(["delivery.cancel", "delivery.retry"]));
  });

  test("many are cancelled by ids or by a filter, never by an empty one", async () => {
    const [a, b, c] = [
      await log({ kind: "card", ...at("1045"), subject: "Birthday" }),
      await log({ kind: "card", ...at("1045"), subject: "New year" }),
      await log({ kind: "card", ...at("1044"), subject: "Birthday" }),
    ];
    const id = (activity: Activity) => activity.deliveries[0]!.delivery_id;
    const cancel = <T>(body: object, status = 200) => api.ask<T>("/api/v1/deliveries/cancel", send("POST", body), status);
    for (const body of [{}, { filter: {} }, { ids: [] }, { ids: [id(a)], filter: { kinds: ["card"] } }]) await cancel(body, 400);
    const missing = newId(clock);
    await cancel({ ids: [id(a), missing] }, 404);
    expect((await api.ask<Delivery>(`/api/v1/deliveries/${id(a)}`)).state).not.toBe("cancelled");
    expect(await cancel({ ids: [id(a)] })).toMatchObject({ done: [id(a)], refused: [], more: false });
    expect(await cancel({ ids: [id(a)] })).toMatchObject({ done: [], refused: [{ delivery_id: id(a), state: "cancelled" }] });
    const rest = await cancel<{ done: string[]; more: boolean }>({ filter: { kinds: ["card"], states: ["queued", "held"] } });
    expect(rest.done.toSorted()).toEqual([id(b), id(c)].toSorted());
    expect(rest.more).toBe(false);
  });

  test("deliveries are listed by filters, page by page, each once", async () => {
    const walk = async (query: string) => {
      const seen: Delivery[] = [];
      for (let after = ""; ;) {
        const page = await api.ask<{ items: Delivery[]; next: string | null }>(`/api/v1/deliveries?limit=3&${query}${after}`);
        expect(page.items.length).toBeLessThanOrEqual(3);
        seen.push(...page.items);
        if (page.next === null) return seen;
        after = `&after=${page.next}`;
      }
    };
    const all = await walk("");
    expect(all.length).toBeGreaterThan(6);
    expect(new Set(all.map((row) => row.delivery_id)).size).toBe(all.length);
    const ids = (rows: Delivery[]) => rows.map((row) => row.delivery_id);
    expect(ids(await walk("kind=card"))).toEqual(ids(all.filter((row) => row.kind === "card")));
    expect(ids(await walk("state=cancelled"))).toEqual(ids(all.filter((row) => row.state === "cancelled")));
    expect(ids(await walk(`connection=${api.firm.clio}&contact=1044`))).toEqual(ids(all.filter((row) => row.contact_id === "1044")));
    expect(ids(await walk(`connection=${api.firm.mycase}`))).toEqual([]);
    await api.ask("/api/v1/deliveries?after=nonsense", {}, 400);
    await api.ask(`/api/v1/deliveries?connection=${newId(clock)}`, {}, 404);
  });

  test("its sums, and for each way of writing what is promised and how long is waited (B-WRB-5)", async () => {
    const { connections } = await api.ask<OutboxAnswer>("/api/v1/outbox");
    const clio = connections.find((row) => row.connection_id === api.firm.clio)!;
    const { items } = await api.ask<{ items: Delivery[] }>("/api/v1/deliveries?limit=200");
    for (const state of ["queued", "held", "cancelled"] as const)
      expect(clio.by_state[state] ?? 0, state).toBe(items.filter((row) => row.state === state).length);
    const note = clio.windows.find((window) => window.promise.operation === "note")!;
    expect(note.promise.prevents).not.toBe("");
    expect(note.window_ms).toBeGreaterThanOrEqual(note.promise.settle_ms);
  });

  test("B-WRB-4: a text of a contact with an open matter and none chosen waits for one, with suggestions; chosen, it is off the list", async () => {
    const text = await log({ kind: "text", direction: "in", body: "About the house", ...at("1042"), number: "212 555 0142" });
    const list = async () => (await api.ask<{ items: NeedsFiling[] }>(`/api/v1/needs-filing?connection=${api.firm.clio}`)).items;
    const waits = (await list()).find((item) => item.activity_id === text.activity_id)!;
    expect(waits).toMatchObject({ contact_name: "Lucía Rivera", suggestions: [{ matter_id: "5012", number: "00012-Rivera" }] });
    expect(waits.suggestions[0]?.link).toContain("5012");
    const filed = await api.ask<{ activity: Activity }>(`${LIST}/${text.activity_id}/file`, send("POST", { matter_id: "5012" }));
    expect(filed.activity.matter_id).toBe("5012");
    expect((await list()).map((item) => item.activity_id)).not.toContain(text.activity_id);
    await api.ask(`${LIST}/${text.activity_id}/file`, send("POST", { matter_id: "4711" }), 400);
  });
});

describe("files", () => {
  const upload = (body: BodyInit, query = "name=Deed.pdf&type=application/pdf", headers: Record<string, string> = {}): Promise<Response> =>
    api.request(`/api/v1/files?${query}`, {
      method: "POST",
      body,
      duplex: "half",
      headers: { "content-type": "application/octet-stream", ...headers },
    } as RequestInit);
  const problemOf = async (answer: Promise<Response>) => ((await (await answer).json()) as Problem).type;
  const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

  test("a file goes up as it is and comes down as a download that no browser opens in place", async () => {
    const answer = await upload("<script>evil()</script>", `${new URLSearchParams({ name: 'Ünter "zwei".html', type: "text/html" })}`);
    expect(answer.status).toBe(201);
    const file = (await answer.json()) as File;
    expect(file).toMatchObject({ name: 'Ünter "zwei".html', media_type: "text/html", size: 23, sha256: sha256("<script>evil()</script>") });
    const down = await api.request(`/api/v1/files/${file.file_id}`);
    expect(await down.text()).toBe("<script>evil()</script>");
    expect(Object.fromEntries(down.headers)).toMatchObject({
      "content-type": "application/octet-stream",
      "content-disposition": `attachment; filename="_nter _zwei_.html"; filename*=UTF-8''%C3%9Cnter%20%22zwei%22.html`,
      "x-content-type-options": "nosniff",
      "content-security-policy": "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'; sandbox",
      "cache-control": "no-store",
    });
    await api.ask(`/api/v1/files/${newId(clock)}`, {}, 404);
  });

  test("B-WRB-1: a document and attachments are of files that were uploaded before", async () => {
    const file = (await (await upload("deed")).json()) as File;
    const document = await log({ kind: "document", ...at("1042"), matter_id: "5012", file_id: file.file_id });
    expect(document.files).toEqual([file]);
    expect((await log({ kind: "email", direction: "in", ...at("1044"), subject: "Deed", file_ids: [file.file_id] })).files).toEqual([file]);
  });

  test("what is too large, cut short, not what was announced, or oddly named is refused, and other bodies keep their limit", async () => {
    expect(await problemOf(upload(new Blob([new Uint8Array(MAX_FILE_BYTES + 1)]).stream()))).toBe("/problems/file-too-large");
    expect(await problemOf(upload("abc", "name=a", { "content-length": "4" }))).toBe("/problems/file-broken");
    expect(await problemOf(upload("abc", `name=a&sha256=${sha256("abd")}`))).toBe("/problems/file-broken");
    for (const query of ["", "name=", "name=..", "name=../x", "name=a%5Cb", "name=a%0Ab", "name=a&type=text", "name=a&kind=x"])
      expect(await problemOf(upload("abc", query)), query).toBe("/problems/invalid-request");
    expect(await problemOf(api.request(LIST, send("POST", { body: "x".repeat(300_000) })))).toBe("/problems/too-large");
  });

  test("where files are out of reach that is said before the first byte, in words that give nothing of the installation away", async () => {
    const file = (await (await upload("soon gone")).json()) as File;
    await api.deps.files.storage.remove({ firm_id: api.firm.firm_id, sha256: file.sha256 });
    const gone = (await (await api.request(`/api/v1/files/${file.file_id}`)).json()) as Problem;
    expect(gone).toMatchObject({ type: "/problems/storage-unavailable", status: 503, detail: "This file is not where it was stored." });
    const s3 = readConfig({ PRIVITY_S3_BUCKET: "firm-files", PRIVITY_S3_ENDPOINT: "http://127.0.0.1:9", PRIVITY_S3_ACCESS_KEY_ID: "x", PRIVITY_S3_SECRET_ACCESS_KEY: "y" }).s3; // oxfmt-ignore
    const { data_dir } = api.deps.files;
    const down = createApi({ ...api.deps, files: fileSpace({ data_dir, max_file_bytes: MAX_FILE_BYTES, s3 }) });
    const headers = { cookie: api.cookie, "content-type": "application/octet-stream" };
    for (const init of [{ method: "POST", body: "abc", headers }, { headers }]) {
      const answer = await down.request(`/api/v1/files${init.method ? "?name=a" : `/${file.file_id}`}`, init);
      expect(answer.headers.get("retry-after")).toBe("60");
      const problem = (await answer.json()) as Problem;
      expect(problem).toMatchObject({ type: "/problems/storage-unavailable", status: 503 });
      expect(JSON.stringify(problem)).not.toMatch(/127\.0\.0\.1|firm-files/);
    }
    expect(readdirSync(join(data_dir, "files", api.firm.firm_id)).filter((name) => name.endsWith(".part"))).toEqual([]);
  });

  test("a form of another site cannot send one: of its types none is taken, and only this address takes bytes", async () => {
    for (const type of ["text/plain", "multipart/form-data; boundary=x", "application/x-www-form-urlencoded", "application/json"])
      expect(await problemOf(upload("abc", "name=a", { "content-type": type }))).toBe("/problems/unsupported-media-type");
    expect(await problemOf(upload("abc", "name=a", { "sec-fetch-site": "cross-site" }))).toBe("/problems/cross-site");
    const bytes = { method: "POST", body: "abc", headers: { "content-type": "application/octet-stream" } };
    expect(await problemOf(api.request(LIST, bytes))).toBe("/problems/unsupported-media-type");
  });

  test("an upload that is repeated with its key is one file", async () => {
    const key = { "idempotency-key": "upload 1", "content-length": "3" };
    const first = (await (await upload("abc", "name=a", key)).json()) as File;
    expect(await (await upload("abc", "name=a", key)).json()).toEqual(first);
    expect((await upload("abc", "name=b", key)).status).toBe(422);
  });
});

test("nothing is logged in the name of a member who has left", async () => {
  const form = { kind: "note", ...at("1042"), body: "x", author_id: api.firm.members.ben };
  expect(paths(await log<Problem>(form, 400))).toEqual(["author_id"]);
});
