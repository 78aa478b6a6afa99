/** What admins ask of the API: the audit log searched, members before they go, endpoints tried and sent again, deliveries counted, filing undone. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { audit } from "../accounts/store_audit.ts";
import { recordEvents } from "../events/store.ts";
import { commandLine } from "../model/actor.ts";
import type { AuditEntry, Invited, MemberRow, MemberStanding } from "./contract/accounts.ts";
import type { DeliveryCounts, OutboxAnswer } from "./contract/deliveries.ts";
import type { Endpoint, EndpointTest } from "./contract/events.ts";
import { clock, openTestApi, send, type TestApi } from "./test_api.ts";
import { signInAs } from "./test_sign_in.ts";

let api: TestApi;
beforeAll(async () => {
  api = await openTestApi();
  await api.db.pool.query("update connection set first_synced_at = now()");
});
afterAll(() => api?.close());

const list = async (query: string) => (await api.ask<{ items: AuditEntry[]; next: string | null }>(`/api/v1/audit?${query}`)).items;

test("the audit log is searched by who, what, on what and when, page by page without a gap", async () => {
  const { firm_id, members } = api.firm;
  const naomi = { ...commandLine(firm_id), member_id: members.naomi, name: "Naomi", address: "192.0.2.14" };
  for (let n = 0; n < 5; n++) await audit(api.db.kysely, naomi, n < 3 ? "member.change" : "membership.odd", `target-${n}`, { n });
  await api.db.pool.query("update audit set at = '2026-01-15T12:00:00Z' where target = 'target-1'");
  expect((await list(`member=${members.naomi}&action=member`)).map((row) => row.target)).toEqual(["target-2", "target-1", "target-0"]);
  expect((await list("target=target-4")).map((row) => [row.action, row.address])).toEqual([["membership.odd", "192.0.2.14"]]);
  expect((await list("from=2026-01-15T12:00:00Z&until=2026-01-15T12:00:01Z")).map((row) => row.target)).toEqual(["target-1"]);
  expect(await list("until=2026-01-15T12:00:00Z")).toEqual([]);
  const first = await api.ask<{ items: AuditEntry[]; next: string }>("/api/v1/audit?action=member&limit=2");
  const second = await api.ask<{ items: AuditEntry[]; next: string | null }>(`/api/v1/audit?action=member&limit=2&after=${first.next}`);
  expect([...first.items, ...second.items].map((row) => row.target)).toEqual(["target-2", "target-1", "target-0"]);
  expect(second.next).toBe(null);
});

test("the log that is taken away holds every entry once, in more than one piece", async () => {
  await api.db.pool.query(
    "insert into audit (firm_id, actor, via, action, target) select $1, 'program', 'api_key', 'bulk.row', 'row-' || n from generate_series(1, 2500) n",
    [api.firm.firm_id],
  );
  const answer = await api.request("/api/v1/audit/export?action=bulk");
  expect(answer.headers.get("content-type")).toBe("text/csv; charset=utf-8");
  const lines = (await answer.text()).trim().split("\r\n").slice(1);
  expect(new Set(lines.map((line) => line.split(",")[5])).size).toBe(2500);
  expect(lines).toHaveLength(2500);
  expect((await api.request("/api/v1/audit/export?action=nothing")).status).toBe(200);
  expect(await (await api.request("/api/v1/audit/export?action=nothing")).text()).toBe("time (UTC),who,by,from,action,target,details\r\n");
});

test("what hangs on a member is counted, and the last admin is told apart", async () => {
  const { naomi, ben } = api.firm.members;
  await api.db.pool.query("update contact set owner_member_id = $1 where provider_id = '1042'", [ben]);
  const standing = (id: string) => api.ask<MemberStanding>(`/api/v1/members/${id}/standing`);
  const before = (
    await api.db.pool.query<{ n: number }>("select count(*)::int as n from contact where owner_member_id = $1 and state = 'in'", [ben])
  ).rows[0]!.n;
  expect(await standing(ben)).toMatchObject({ contacts: before, last_admin: false });
  expect(before).toBeGreaterThan(0);
  expect(await standing(naomi)).toMatchObject({ last_admin: true });
});

test("who has a second factor is told to admins only", async () => {
  const ask = (path: string, init?: RequestInit) => api.anonymous(path, init);
  const kim = { name: "Kim Doe", email: "kim@hartwellosei.example", role: "member" } as const;
  const cookie = await signInAs(ask, api.deps.accounts, api.firm.firm_id, kim);
  const of = async (headers: Record<string, string>) => {
    const { items } = (await (await api.anonymous("/api/v1/members", { headers })).json()) as { items: MemberRow[] };
    return items.find((member) => member.name === "Naomi Okafor")?.second_factor;
  };
  expect([await of({ cookie }), await of({ cookie: api.cookie })]).toEqual([null, false]);
});

test("an invitation that is sent anew makes the link before no good", async () => {
  const invited = await api.ask<Invited>("/api/v1/invitations", send("POST", { name: "Pia", email: "pia@x.example", role: "member" }), 201);
  const again = await api.ask<Invited>(`/api/v1/invitations/${invited.invitation_id}/resend`, send("POST", {}), 201);
  const look = (link: string) => api.anonymous("/api/v1/invitations/look", send("POST", { token: link.split("#")[1] }));
  expect(again.member_id).toBe(invited.member_id);
  expect([(await look(invited.link)).status, (await look(again.link)).status]).toEqual([410, 200]);
});

test("an endpoint that is not there is told so by a test, and keeps nothing of it; events of a time are sent again", async () => {
  const made = await api.ask<Endpoint>("/api/v1/webhook-endpoints", send("POST", { url: "http://127.0.0.1:1/hook" }), 201);
  const path = `/api/v1/webhook-endpoints/${made.endpoint_id}`;
  expect(await api.ask<EndpointTest>(`${path}/test`, send("POST", {}))).toMatchObject({ delivered: false, status: null });
  const owner = { firm_id: api.firm.firm_id, connection_id: api.firm.clio };
  for (const at of ["2026-11-10T10:00:00Z", "2026-11-12T10:00:00Z"])
    await api.db.transaction((trx) => recordEvents(trx, owner, () => [{ type: "tag.gained", data: {} }], at));
  await api.db.pool.query("update webhook_delivery set state = 'delivered', attempts = 1");
  const between = { from: "2026-11-12T00:00:00Z", until: "2026-11-13T00:00:00Z" };
  expect(await api.ask(`${path}/retries`, send("POST", { between }), 202)).toEqual({ queued: 1 });
  expect(await api.ask(path.replace(/\/[^/]+$/, ""))).toMatchObject({ items: [{ pending: 1 }] });
  await api.ask(`${path}/retries`, send("POST", { between, failed_since: clock.now().toISOString() }), 400);
});

test("B-WRB-6: deliveries are counted by the filters of the list, with the reasons", async () => {
  const log = (body: string) =>
    api.ask<{ deliveries: { delivery_id: string }[] }>(
      "/api/v1/activities",
      send("POST", { kind: "note", body, contact: { connection_id: api.firm.clio, provider_id: "1042" } }),
      201,
    );
  const ids = [(await log("one")).deliveries[0]!.delivery_id, (await log("two")).deliveries[0]!.delivery_id];
  await api.db.pool.query("update delivery set state = 'failed', reason = 'refused' where delivery_id = $1", [ids[0]]);
  const counts = (query: string) => api.ask<DeliveryCounts>(`/api/v1/outbox/counts?${query}`);
  expect(await counts("state=failed")).toMatchObject({ by_state: { failed: 1, queued: 1 }, reasons: [{ code: "refused", count: 1 }] });
  expect((await counts("kind=call")).by_state).toMatchObject({ failed: 0, queued: 0 });
  expect((await counts(`author=${api.firm.members.ben}`)).by_state).toMatchObject({ failed: 0, queued: 0 });
  expect((await counts(`connection=${api.firm.mycase}`)).by_state).toMatchObject({ failed: 0, queued: 0 });
});

test("B-WRB-6: of very many deliveries 10,000 are counted, and one more stands for the rest; the oldest that waits is told all the same", async () => {
  const { rows } = await api.db.pool.query<{ delivery_id: string }>("select delivery_id from delivery where state = 'queued' limit 1");
  await api.db.pool.query(
    `insert into delivery select (jsonb_populate_record(d, jsonb_build_object('delivery_id', gen_random_uuid(), 'marker', s || i, 'state', s,
      'first_queued_at', timestamptz '2026-01-01' + i * interval '1 minute'))).*
    from delivery d, generate_series(1, 10050) i, unnest(array['delivered', 'queued']) s where d.delivery_id = $1 and (s = 'delivered' or i = 1)`,
    [rows[0]!.delivery_id],
  );
  const { by_state } = await api.ask<DeliveryCounts>(`/api/v1/outbox/counts?connection=${api.firm.clio}`);
  expect([by_state.delivered, by_state.failed]).toEqual([10_001, 1]);
  const { connections } = await api.ask<OutboxAnswer>("/api/v1/outbox");
  const clio = connections.find((one) => one.connection_id === api.firm.clio)!;
  expect(clio.by_state.delivered).toBe(10_001);
  expect(clio.oldest_queued_at).toBe("2026-01-01T00:01:00.000Z");
  await api.db.pool.query("delete from delivery where marker ~ '^(delivered|queued)'");
});

test("B-WRB-4: the choice of a matter is taken back while nothing has left, and not after", async () => {
  const text = { kind: "text", direction: "in", number: "212 555 0142", body: "On my way" };
  const { activity_id } = await api.ask<{ activity_id: string }>(
    "/api/v1/activities",
    send("POST", { ...text, contact: { connection_id: api.firm.clio, provider_id: "1042" } }),
    201,
  );
  const path = `/api/v1/activities/${activity_id}`;
  const waits = async () =>
    (await api.ask<{ items: { activity_id: string }[] }>("/api/v1/needs-filing")).items.some((item) => item.activity_id === activity_id);
  const parent = async () =>
    (
      await api.db.pool.query<{ parent: string }>(
        "select parent_kind || ' ' || parent_id as parent from delivery join delivery_activity using (firm_id, delivery_id) where activity_id = $1",
        [activity_id],
      )
    ).rows[0]!.parent;
  await api.ask(`${path}/file`, send("POST", { matter_id: "5012" }));
  expect([await waits(), await parent()]).toEqual([false, "matter 5012"]);
  await api.ask(`${path}/unfile`, send("POST", {}));
  expect([await waits(), await parent()]).toEqual([true, "contact 1042"]);
  await api.ask(`${path}/file`, send("POST", { matter_id: "5012" }));
  await api.db.pool.query("update delivery set state = 'sending', creates = 1 where matter_id = '5012' and kind = 'text'");
  expect(await api.ask(`${path}/unfile`, send("POST", {}), 409)).toMatchObject({ type: "/problems/not-now" });
  expect([await waits(), await parent()]).toEqual([false, "matter 5012"]);
});
