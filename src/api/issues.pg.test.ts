/** What needs looking after, and held changes, over the API. */
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newId } from "../lib/ids.ts";
import type { Choices } from "./contract/choices.ts";
import type { Held, HeldRow, Issue } from "./contract/issues.ts";
import { clock, openTestApi, send, type TestApi } from "./test_api.ts";
import { breakRow } from "./test_firm.ts";

let api: TestApi;
let run_id: string;
beforeAll(async () => {
  api = await openTestApi();
  const owner = { firm_id: api.firm.firm_id, connection_id: api.firm.clio };
  await breakRow(api.db, owner, newId(clock));
  const { rows } = await sql<{ run_id: string }>`select run_id from sync_run where connection_id = ${api.firm.clio}`.execute(api.db.kysely);
  run_id = rows[0]!.run_id;
});
afterAll(() => api?.close());

const issues = async (connection = api.firm.clio) => (await api.ask<{ items: Issue[] }>(`/api/v1/issues?connection=${connection}`)).items;
const causes = async () => (await issues()).map((issue) => [issue.cause, issue.count]);

test("B-CON-5: issues are grouped by cause, each with how many, a few of them, and what to do", async () => {
  expect(await causes()).toEqual([["quarantined", 1], ["no_channel", 1], ["duplicate_of", 1], ["birthday_unreadable", 1]]); // oxfmt-ignore
  for (const issue of await issues()) expect([issue.title, issue.remedy, issue.sample[0]?.label].every(Boolean), issue.cause).toBe(true);
  expect((await issues()).find((issue) => issue.cause === "birthday_unreadable")?.sample).toEqual([
    { label: "Walter Stone", link: "https://app.clio.com/nc/#/contacts/1044", contact_id: "1044", delivery_id: null },
  ]);
});

test("B-CON-8: attorneys without a member and e-mails of several people are listed, never guessed", async () => {
  expect((await issues(api.firm.mycase)).map((issue) => [issue.cause, issue.sample[0]?.label])).toContainEqual([
    "unmapped_attorney",
    "Ruth Abara is not a member",
  ]);
  await sql`
    update record set raw = (raw::jsonb || '{"enabled": true, "email": "naomi@hartwellosei.example"}')::json
    where connection_id = ${api.firm.clio} and kind = 'staff' and provider_id = '302'`.execute(api.db.kysely);
  const found = (await issues()).find((issue) => issue.cause === "ambiguous_email");
  expect(found?.sample.map((each) => each.label)).toEqual([
    "Naomi Okafor shares an e-mail with other staff",
    "Ben Adler shares an e-mail with other staff",
  ]);
  const choices = await api.ask<Choices>(`/api/v1/connections/${api.firm.clio}/settings/choices`);
  expect(choices.staff.find((person) => person.id === "302")).toMatchObject({
    by_email: null,
    unmapped_because: "shares an e-mail with other staff",
    ambiguous: true,
  });
  expect(choices).toMatchObject({ members: [{ name: "Ben Adler", active: false }, expect.anything()] });
});

test("B-OWN-4: rules and pins to members who cannot own are listed", async () => {
  const path = `/api/v1/connections/${api.firm.clio}/settings`;
  const { document } = await api.ask<{ document: { owner: object } }>(path);
  const attorney_rules = [{ staff_id: "301", member_id: api.firm.members.ben }];
  await api.ask(path, send("PUT", { document: { ...document, owner: { ...document.owner, attorney_rules } } }));
  expect((await issues()).find((issue) => issue.cause === "rule_ignored")?.sample).toEqual([
    { label: "Naomi Okafor: Ben Adler is inactive", link: null, contact_id: null, delivery_id: null },
  ]);
});

test("B-SYN-6: held changes are listed with names and decided by an admin, who is on record; then the connection sees again", async () => {
  await hold("1045");
  expect((await issues())[0]).toMatchObject({ cause: "held_changes", severity: "stops", count: 1 });
  const { items } = await api.ask<{ items: Held[] }>("/api/v1/held");
  expect(items).toMatchObject([{ run_id, parts: [{ kind: "contact", effect: "gone", count: 1, sample: [{ name: "Ada Zqiang" }] }] }]);
  const rows_of = (query: string) => api.ask<{ items: HeldRow[]; next: string | null }>(`/api/v1/held/${run_id}/rows${query}`);
  await hold("1042");
  const all = await rows_of("");
  expect(all.items).toMatchObject([
    { provider_id: "1042", name: "Lucía Rivera", effect: "gone", link: "https://app.clio.com/nc/#/contacts/1042" },
    { provider_id: "1045", name: "Ada Zqiang" },
  ]);
  const first_row = await rows_of("?limit=1");
  expect([...first_row.items, ...(await rows_of(`?limit=1&after=${first_row.next}`)).items]).toEqual(all.items);
  await sql`delete from parked_change where provider_id = '1042'`.execute(api.db.kysely);
  await api.ask(`/api/v1/held/${newId(clock)}/rows`, {}, 404);
  await api.ask(`/api/v1/held/${run_id}`, send("POST", { decision: "refuse" }));
  expect((await api.ask<{ state: string }>(`/api/v1/contacts/${api.firm.clio}/1045`)).state).toBe("in");
  expect(await causes()).not.toContainEqual(["held_changes", 1]);

  await hold("1045");
  expect(await api.ask(`/api/v1/held/${run_id}`, send("POST", { decision: "approve" }))).toEqual({ run_id, decision: "approve", count: 1 });
  expect((await api.ask<{ state: string }>(`/api/v1/contacts/${api.firm.clio}/1045`)).state).toBe("suspected_gone");
  await api.ask(`/api/v1/held/${run_id}`, send("POST", { decision: "approve" }), 404);
  const { rows } = await sql<{
    action: string;
    actor: string;
  }>`select action, actor from audit where target = ${run_id} order by audit_id`.execute(api.db.kysely);
  expect(rows).toEqual([{ action: "held.refuse", actor: "Naomi Okafor" }, { action: "held.approve", actor: "Naomi Okafor" }]); // oxfmt-ignore
});

test("B-WRB-5: what the provider has more than once is an issue with its ids, until the second one is gone", async () => {
  const contact = { connection_id: api.firm.clio, provider_id: "1042" };
  const body = { kind: "note", contact, body: "She will sign." };
  const { activity_id } = await api.ask<{ activity_id: string }>("/api/v1/activities", send("POST", body), 201);
  const set = (twins: object[]) =>
    sql`update delivery set state = 'delivered', provider_id = '881', delivered_at = '2026-11-21T08:00:00Z', twins = ${JSON.stringify(twins)}::text::jsonb
      where delivery_id in (select delivery_id from delivery_activity where activity_id = ${activity_id})`.execute(api.db.kysely);
  expect(await causes()).not.toContainEqual(["written_twice", 1]);
  await set([{ provider_id: "882", url: "https://app.clio.com/nc/#/notes/882", at: "2026-11-21T08:01:00Z" }]);
  expect((await issues()).find((issue) => issue.cause === "written_twice")).toMatchObject({
    severity: "degrades",
    count: 1,
    sample: [
      {
        label: "note about Lucía Rivera: 881, 882",
        link: "https://app.clio.com/nc/#/notes/882",
        contact_id: "1042",
        delivery_id: expect.any(String),
      },
    ],
    since: "2026-11-21T08:00:00.000Z",
  });
  const delivery_id = (await issues()).find((issue) => issue.cause === "written_twice")!.sample[0]!.delivery_id!;
  const accept = (accepted: boolean, status = 200) => api.ask(`/api/v1/deliveries/${delivery_id}/twins`, send("PUT", { accepted }), status);
  await accept(true);
  expect(await causes(), "somebody has said that it may stay").not.toContainEqual(["written_twice", 1]);
  expect(await api.ask(`/api/v1/deliveries/${delivery_id}`)).toMatchObject({ twins: [{ provider_id: "882", accepted: true }] });
  await accept(false);
  expect(await causes()).toContainEqual(["written_twice", 1]);
  await accept(true);
  await set([882, 883].map((id) => ({ provider_id: String(id), url: null, at: "2026-11-21T08:01:00Z" })));
  expect(await causes(), "of another one nobody has said so").toContainEqual(["written_twice", 1]);
  await set([]);
  expect(await causes()).not.toContainEqual(["written_twice", 1]);
  await accept(true, 409);
});

async function hold(provider_id: string): Promise<void> {
  await sql`
    insert into parked_change (firm_id, connection_id, run_id, kind, provider_id, effect, read_at, state)
    values (${api.firm.firm_id}, ${api.firm.clio}, ${run_id}, 'contact', ${provider_id}, 'gone', '2026-11-21T08:55:00Z', 'held')
    on conflict (firm_id, connection_id, run_id, kind, provider_id) do update set state = 'held'`.execute(api.db.kysely);
  await sql`update connection set blind_since = '2026-11-21T08:55:00Z' where connection_id = ${api.firm.clio}`.execute(api.db.kysely);
}
