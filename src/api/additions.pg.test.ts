/** What members add to contacts, over the API, and that no sync and no recomputation takes it away. */
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { connectors } from "../connectors/index.ts";
import { newId } from "../lib/ids.ts";
import { project } from "../projection/driver.ts";
import { verify } from "../projection/verify.ts";
import type { Additions } from "./contract/additions.ts";
import type { Contact } from "./contract/contacts.ts";
import { clock, openTestApi, send, type TestApi } from "./test_api.ts";

let api: TestApi;
let base: string;
let owner: { firm_id: string; connection_id: string };
beforeAll(async () => {
  api = await openTestApi();
  base = `/api/v1/contacts/${api.firm.clio}/1042`;
  owner = { firm_id: api.firm.firm_id, connection_id: api.firm.clio };
});
afterAll(() => api?.close());

const contact = (id = "1042") => api.ask<Contact>(`/api/v1/contacts/${api.firm.clio}/${id}`);
const remove = (path: string, status = 200) => api.ask<Additions>(`${base}${path}`, send("DELETE", undefined), status);
const latest = async () => (await contact()).history[0];
const work = () => ({ db: api.db, mapper: connectors.clio.mapper, clock });

test("B-OWN-4: a pin beats the rules, says so, is in the history as a member's doing, and leaves without a trace", async () => {
  const before = await contact();
  expect(before.owner.name).toBe("Naomi Okafor");
  await sql`update member set active = true where member_id = ${api.firm.members.ben}`.execute(api.db.kysely);
  const added = await api.ask<Additions>(`${base}/pin`, send("PUT", { member_id: api.firm.members.ben }));
  expect(added.pin).toMatchObject({ owner: { name: "Ben Adler", active: true }, by: { name: "Naomi Okafor" } });
  expect(await contact()).toMatchObject({ owner: { name: "Ben Adler", why: { rule: "B-OWN-4", code: "owner_pin" } } });
  expect(await latest()).toMatchObject({ field: "owner", cause: "member", cause_id: api.firm.members.naomi, rule: "B-OWN-4" });

  await sql`update member set active = false where member_id = ${api.firm.members.ben}`.execute(api.db.kysely);
  await api.ask(`${base}/pin`, send("PUT", { member_id: api.firm.members.ben }), 400);
  await api.ask(`${base}/pin`, send("PUT", { member_id: newId(clock) }), 400);
  await project(work(), owner, { kind: "member", id: null }, { recompute: true });
  const ignored = await contact();
  expect(ignored.owner.name).toBe("Naomi Okafor");
  expect(ignored.issues.map((issue) => issue.code)).toEqual(["pin_ignored"]);
  expect((await api.ask<Additions>(`${base}/additions`)).pin?.owner.active).toBe(false);

  await remove("/pin");
  expect(await contact()).toMatchObject({ owner: before.owner, issues: [] });
  await remove("/pin", 404);
});

test("B-SYN-5: a member's tag stays beside the rules' tags, whatever is synced or worked out anew", async () => {
  const name = "  Holiday   card ";
  expect((await api.ask<Additions>(`${base}/tags`, send("POST", { name }))).tags).toMatchObject([
    { name: "Holiday card", by: { name: "Naomi Okafor" } },
  ]);
  expect((await api.ask<Additions>(`${base}/tags`, send("POST", { name: "HOLIDAY CARD" }))).tags).toHaveLength(1);
  await api.ask(`${base}/tags`, send("POST", { name: "clio" }));
  const tags = async () => (await contact()).tags.map((tag) => [tag.name, tag.origins]);
  expect(await tags()).toContainEqual(["Holiday card", ["manual"]]);
  expect(await tags()).toContainEqual(["Clio", ["provider", "manual"]]);
  expect(await latest()).toMatchObject({ field: "tag", cause: "member" });
  await project(work(), owner, { kind: "recompute", id: null }, { recompute: true });
  expect(await tags()).toContainEqual(["Holiday card", ["manual"]]);
  expect(await verify(work(), owner)).toMatchObject({ differences: [] });

  await remove("/tags?name=clio");
  expect(await tags()).toContainEqual(["Clio", ["provider"]]);
  await remove("/tags?name=holiday%20card");
  expect((await tags()).map(([tag]) => tag)).not.toContain("Holiday card");
  await remove("/tags?name=Person", 404);
  await api.ask(`${base}/tags`, send("POST", { name: "   " }), 400);
});

test("B-KEY-3: members add key facts of their own, without a year too; both show where the provider has one as well", async () => {
  const add = (fact: object, status = 200) => api.ask<Additions>(`${base}/key-facts`, send("POST", fact), status);
  const { key_facts } = await add({ label: "Birthday", date: "--02-28" });
  const { key_fact_id } = key_facts[0]!;
  const facts = async () => (await contact()).key_facts.filter((fact) => fact.label === "Birthday").map((fact) => [fact.origin, fact.date]);
  expect(await facts()).toEqual([["provider", "1988-02-29"], ["manual", "--02-28"]]); // oxfmt-ignore
  await api.ask(`${base}/key-facts/${key_fact_id}`, send("PUT", { label: "Birthday", date: "1988-03-01", text: "as she says" }));
  expect(await facts()).toContainEqual(["manual", "1988-03-01"]);
  for (const date of ["2026-02-30", "--02-30", "1988", "soon"]) await add({ label: "Birthday", date }, 400);
  await add({ label: "Birthday" }, 400);
  await add({ label: " ", text: "x" }, 400);
  await remove(`/key-facts/${key_fact_id}`);
  expect(await facts()).toEqual([["provider", "1988-02-29"]]);
  await remove(`/key-facts/${key_fact_id}`, 404);
});

test("nothing is added to a contact that is not there, nor through another connection", async () => {
  const add = (path: string) => api.ask(`/api/v1/contacts/${path}/tags`, send("POST", { name: "x" }), 404);
  for (const path of [`${api.firm.clio}/999999`, `${newId(clock)}/1042`, `${api.firm.mycase}/1042`]) {
    expect(await add(path)).toMatchObject({ type: "/problems/not-found" });
  }
  expect((await sql`select 1 from manual_tag where name = 'x'`.execute(api.db.kysely)).rows).toEqual([]);
});
