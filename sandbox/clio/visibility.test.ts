import { expect, test } from "vitest";
import { asked, createTestSandbox, ids, pages } from "./testing.ts";
import { clioId } from "./imaginary_ids.ts";

const imaginary = () => createTestSandbox({ filling: { firm: "imaginary" } });
const restricted = (sandbox: ReturnType<typeof imaginary>) => sandbox.grant(clioId("staff", "junho")).access_token;

test("a restricted user sees only contacts tied to matters that they see", async () => {
  const sandbox = imaginary();
  const token = restricted(sandbox);
  const seen = new Set(ids(await pages(sandbox, "contacts?fields=id", token)));
  const all = ids(await pages(sandbox, "contacts?fields=id"));
  expect(seen.size).toBeGreaterThan(0);
  expect(seen.size).toBeLessThan(all.length);
  // Junho works on the Vega Ibarra asylum case: its client and her child, but not the Okafors.
  expect([clioId("people", "marisol"), clioId("people", "tomas"), clioId("people", "adaeze")].map((id) => seen.has(id))).toEqual([
    true,
    true,
    false,
  ]);
  const matters = ids(await pages(sandbox, "matters?fields=id", token));
  expect([matters.includes(clioId("matters", "vega_asylum")), matters.includes(clioId("matters", "okafor_injury"))]).toEqual([true, false]);
});

test("a hidden record, asked by its id, is refused or not found", async () => {
  const sandbox = imaginary();
  const token = restricted(sandbox);
  const status = async (path: string) => (await asked(sandbox, path, { token })).status;
  const paths = [`contacts/${clioId("people", "adaeze")}`, `matters/${clioId("matters", "okafor_injury")}`];
  expect([await status(paths[0] as string), await status(paths[1] as string)]).toEqual([404, 404]);
  sandbox.switches.hidden_record_status = 403;
  expect([await status(paths[0] as string), await status(paths[1] as string)]).toEqual([403, 403]);
});

test("an association that the user may not see is redacted", async () => {
  const sandbox = imaginary();
  // Marisol is tied to the asylum case; the company that she is put into is tied to nothing that Junho sees.
  sandbox.tables.contacts.update(clioId("people", "marisol"), { company_id: clioId("companies", "balogun") });
  const path = `contacts/${clioId("people", "marisol")}?fields=${encodeURIComponent("id,company{id,name}")}`;
  const company = async () =>
    ((await asked(sandbox, path, { token: restricted(sandbox) })).json as { data: { company: unknown } }).data.company;
  expect(await company()).toEqual({ id: clioId("companies", "balogun"), redacted: true });
  sandbox.switches.redacted_keys = "all_null";
  expect(await company()).toEqual({ id: clioId("companies", "balogun"), name: null, redacted: true });
});

test("administrators cannot be restricted", async () => {
  const sandbox = imaginary();
  sandbox.tables.users.update(clioId("staff", "evelyn"), { restricted: true, matter_access: "linked" });
  const token = sandbox.grant(clioId("staff", "evelyn")).access_token;
  expect(ids(await pages(sandbox, "contacts?fields=id", token)).length).toBe(sandbox.tables.contacts.count());
});

test("a matter of a group is seen by its members, by who works on it, and by administrators", async () => {
  const sandbox = imaginary();
  const group = [...sandbox.tables.groups.scan()].find((row) => row.name === "Litigation");
  const matter = sandbox.tables.matters.update(clioId("matters", "li_trust"), { group_id: group?.id ?? null });
  const sees = async (key: string) =>
    (await asked(sandbox, `matters/${matter.id}`, { token: sandbox.grant(clioId("staff", key)).access_token })).status === 200;
  expect([await sees("priya"), await sees("rosalind"), await sees("daniel"), await sees("ruth")]).toEqual([true, true, false, true]);
});

test("what a user sees shrinks when the last tie is cut", async () => {
  const sandbox = imaginary();
  const token = restricted(sandbox);
  const sees = async () => ids(await pages(sandbox, "contacts?fields=id", token)).includes(clioId("people", "tomas"));
  expect(await sees()).toBe(true);
  const tie = [...sandbox.tables.relationships.scan()].find((row) => row.contact_id === clioId("people", "tomas"));
  sandbox.tables.relationships.remove(tie?.id as number);
  expect(await sees()).toBe(false);
});

test("a merely touched matter changes nothing of what is seen; a new client does", async () => {
  const sandbox = imaginary();
  const token = restricted(sandbox);
  const seen = async () => ids(await pages(sandbox, "contacts?fields=id", token));
  const before = await seen();
  const matter = clioId("matters", "vega_asylum");
  sandbox.tables.matters.update(matter, {});
  expect(await seen()).toEqual(before);
  expect(before).not.toContain(clioId("people", "adaeze"));
  sandbox.tables.matters.update(matter, { client_id: clioId("people", "adaeze") });
  expect(await seen()).toContain(clioId("people", "adaeze"));
});
