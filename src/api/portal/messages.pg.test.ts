/** Messages and documents as a client's browser asks for them; every answer is held against the portal's document. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { hashOf } from "../../accounts/tokens.ts";
import { newId } from "../../lib/ids.ts";
import { clock, openTestApi, send, validators, type Document, type TestApi } from "../test_api.ts";
import { makeIds, type Ids } from "../test_walk.ts";

let api: TestApi;
let ids: Ids;
let document: Document;
const HOME = "/portal/api/v1/matters/5012";
const PDF = "%PDF-1.7\n%%EOF\n";

beforeAll(async () => {
  api = await openTestApi();
  ids = await makeIds(api);
  document = (await (await api.anonymous("/portal/api/v1/openapi.json")).json()) as Document;
  await session("1042", "lucia");
  await session("1043", "mateo");
});
afterAll(() => api?.close());

async function session(contact_id: string, token: string): Promise<void> {
  const { firm_id, clio } = api.firm;
  await api.db.pool.query("delete from portal_access where firm_id = $1 and connection_id = $2 and contact_id = $3", [
    firm_id,
    clio,
    contact_id,
  ]);
  const access_id = newId(clock);
  await api.db.pool.query(
    `insert into portal_access (firm_id, access_id, connection_id, contact_id, email, source, created_at)
    values ($1, $2, $3, $4, 'family@rivera.example', 'named', now())`,
    [firm_id, access_id, clio, contact_id],
  );
  await api.db.pool.query(
    `insert into portal_session (firm_id, session_id, access_id, token_hash, email, browser, created_at, last_used_at, expires_at)
    values ($1, $2, $3, $4, 'family@rivera.example', '', $5, $5, $5::timestamptz + interval '30 days')`,
    [firm_id, newId(clock), access_id, hashOf(token), clock.now().toISOString()],
  );
}

const as = (token: string, path: string, init: RequestInit = {}) =>
  api.anonymous(path, { ...init, headers: { cookie: `privity_portal=${token}`, ...(init.headers as Record<string, string>) } });
const bytes = (content: string | Blob, more: Record<string, string> = {}): RequestInit => ({
  method: "POST",
  body: content,
  headers: { "content-type": "application/octet-stream", ...more },
});
async function checked<T>(answer: Response, path: string, method: string, status: number): Promise<T> {
  const body = (await answer.json()) as T;
  expect(answer.status, JSON.stringify(body)).toBe(status);
  const validate = validators(document)(path, method, status, "application/json");
  expect(validate(body), JSON.stringify(validate.errors)).toBe(true);
  return body;
}
const MESSAGES = "/portal/api/v1/matters/{matter_id}/messages";
const DOCUMENTS = "/portal/api/v1/matters/{matter_id}/documents";

test("a client reads and writes, and the same sent twice is there once", async () => {
  const before = await checked<{ items: unknown[] }>(await as("lucia", `${HOME}/messages`), MESSAGES, "get", 200);
  expect(before.items).toHaveLength(1);
  const message = { key: newId(), body: "When is the hearing?" };
  await as("lucia", `${HOME}/messages`, send("POST", message));
  const after = await checked<{ items: { body: string }[] }>(
    await as("lucia", `${HOME}/messages`, send("POST", message)),
    MESSAGES,
    "post",
    200,
  );
  expect(after.items.map((one) => one.body)).toEqual(["Canary message", "When is the hearing?"]);
  expect((await as("lucia", `${HOME}/messages`, send("POST", { key: newId(), body: "  " }))).status).toBe(400);
  expect((await as("lucia", `${HOME}/messages`, send("POST", message, { origin: "https://evil.example" }))).status).toBe(403);
});

test("a document comes as a download that no browser shows in place, to whom it was shared with and to nobody else", async () => {
  const path = `/portal/api/v1/documents/${ids["document_id"]}`;
  const got = await as("lucia", path);
  expect(got.status).toBe(200);
  expect(await got.text()).toBe("%PDF-1.7 canary");
  expect(got.headers.get("content-disposition")).toMatch(/^attachment; filename="Canary.pdf"/);
  expect(got.headers.get("content-type")).toBe("application/octet-stream");
  expect(got.headers.get("x-content-type-options")).toBe("nosniff");
  for (const [token, address] of [["mateo", path], ["mateo", `${HOME}/documents`], ["mateo", `${HOME}/messages`], ["lucia", `/portal/api/v1/documents/${newId()}`], ["lucia", "/portal/api/v1/matters/5014/messages"]] as const)
    expect((await as(token, address)).status, `${token} ${address}`).toBe(404); // oxfmt-ignore
});

test("an upload is taken as a stream of bytes by what is in it; 2 GB is refused before anything of it is read", async () => {
  const sent = await checked<{ name: string; from_client: boolean }>(
    await as("lucia", `${HOME}/documents?name=..%2F..%2FLetter.pdf`, bytes(PDF)),
    DOCUMENTS,
    "post",
    201,
  );
  expect(sent).toMatchObject({ name: "Letter.pdf", from_client: true });
  const problem = async (answer: Response) => [answer.status, ((await answer.json()) as { type: string }).type];
  expect(await problem(await as("lucia", `${HOME}/documents?name=a.pdf`, bytes("<script>")))).toEqual([415, "/problems/file-refused"]);
  expect(await problem(await as("lucia", `${HOME}/documents?name=a.exe`, bytes("MZ")))).toEqual([415, "/problems/file-refused"]);
  const huge = bytes(PDF, { "content-length": String(2 * 1024 ** 3) });
  expect(await problem(await as("lucia", `${HOME}/documents?name=a.pdf`, huge))).toEqual([413, "/problems/file-too-large"]);
  expect((await as("mateo", `${HOME}/documents?name=a.pdf`, bytes(PDF))).status).toBe(404);
  const list = await checked<{ items: { name: string }[] }>(await as("lucia", `${HOME}/documents`), DOCUMENTS, "get", 200);
  expect(list.items.map((one) => one.name)).toEqual(["Letter.pdf", "Canary.pdf"]);
});

test("the address of answers by e-mail takes no more than a letter, and tells a stranger nothing", async () => {
  const post = (secret: string, length: string) =>
    api.anonymous(`/hooks/mail/${secret}`, { method: "POST", body: "x", headers: { "content-length": length } });
  expect((await post("nobody", "1")).status).toBe(404);
  expect((await post("nobody", String(26 * 1024 * 1024))).status).toBe(413);
  const set = await api.ask<{ hook_url: string }>("/api/v1/mail-in", send("PUT", { domain: "reply.hartwellosei.example" }));
  const secret = set.hook_url.split("/").at(-1)!;
  expect(await (await post(secret, "1")).json()).toEqual({ outcome: expect.stringMatching(/held|dropped/) as string });
});
