/** Settings tried first, put in force, and taken back, over the API. */
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readSettings } from "../connections/store_settings.ts";
import { connectors } from "../connectors/index.ts";
import { project } from "../projection/driver.ts";
import { ingest, waiting } from "../sync/ingest.ts";
import { readBacklog } from "../projection/store_progress.ts";
import { verify } from "../projection/verify.ts";
import { newId } from "../lib/ids.ts";
import type { Settings } from "../model/settings.ts";
import type { Page } from "./contract/common.ts";
import type { Preview, PreviewRow, SettingsVersion, WholeSettingsVersion } from "./contract/review.ts";
import { clock, openTestApi, send, type TestApi } from "./test_api.ts";
import { read } from "./test_firm.ts";

let api: TestApi;
let owner: { firm_id: string; connection_id: string };
let base: string;
beforeAll(async () => {
  api = await openTestApi();
  owner = { firm_id: api.firm.firm_id, connection_id: api.firm.clio };
  base = `/api/v1/connections/${api.firm.clio}`;
  const client = { id: 1060, name: "Ines Faraday", type: "Person" };
  await read(api.db, clock, owner, "clio", [
    [
      "matter",
      [{ id: 5015, display_number: "00015", status: "Closed", close_date: "2019-03-01", updated_at: "2019-03-02T10:00:00Z", client }],
    ],
    [
      "contact",
      [
        {
          ...client,
          first_name: "Ines",
          last_name: "Faraday",
          email_addresses: [{ name: "Home", address: "ines@faraday.example", primary: true }],
        },
      ],
    ],
  ]);
});
afterAll(() => api?.close());

const current = async () => (await readSettings(api.db.kysely, owner)).settings;
const follow = async () =>
  project({ db: api.db, mapper: connectors.clio.mapper, clock }, owner, {
    kind: "settings",
    id: String((await readSettings(api.db.kysely, owner)).version),
  });

async function preview(document: Settings): Promise<Preview> {
  const { preview_id } = await api.ask<{ preview_id: string }>(`${base}/previews`, send("POST", { document }), 202);
  return api.ask<Preview>(`${base}/previews/${preview_id}`);
}

async function rows(preview_id: string, query = ""): Promise<PreviewRow[]> {
  const items: PreviewRow[] = [];
  for (let after = ""; ;) {
    const page = await api.ask<Page<PreviewRow>>(`${base}/previews/${preview_id}/rows?limit=2${query}${after}`);
    items.push(...page.items);
    if (page.next === null) return items;
    after = `&after=${page.next}`;
  }
}

/** Everything that the projection fills, with when. */
async function kept(): Promise<unknown> {
  const { rows: all } = await sql`
    select 'contact' as what, provider_id as id, md5(view::text) || projected_at::text as is from contact
    union all select 'matter', provider_id, view_hash || projected_at::text from matter
    union all select 'change', change_id::text, field from change order by 1, 2`.execute(api.db.kysely);
  return all;
}

const changesSince = async (change_id: number) => {
  const { rows: changes } = await sql<{ provider_id: string; field: string; old: unknown; new: unknown; rule: string | null }>`
    select provider_id, field, old_value as old, new_value as new, rule from change
    where entity = 'contact' and connection_id = ${owner.connection_id} and change_id > ${change_id} order by change_id`.execute(
    api.db.kysely,
  );
  return changes;
};
const lastChange = async () =>
  (await sql<{ n: number }>`select coalesce(max(change_id), 0)::int as n from change`.execute(api.db.kysely)).rows[0]!.n;

const tried: [string, (settings: Settings) => Settings][] = [
  ["who is taken in", (s) => ({ ...s, contacts: { ...s.contacts, scope: "everyone" } })],
  ["tags of closed matters, owners and birthdays", (s) => ({
    ...s,
    owner: { ...s.owner, role: "originating", fallback: "unassigned" },
    tags: { ...s.tags, practice_area: { on: false, matters: "all" }, matter_number: { on: true, matters: "all" }, lead_attorney: "all" },
    key_facts: { ...s.key_facts, birthday: "clients", provider_id: false },
  })],
  ["matters that are left out, which contacts are only touched by", (s) => ({
    ...s,
    sync: { ...s.sync, matters_first_years: 1 },
    contacts: { ...s.contacts, scope: "clients_and_related" },
  })],
  ["a segment", (s) => ({ ...s, segment: { mode: "any", tags: ["Estate Planning"] } })],
]; // oxfmt-ignore

test.each(tried)("B-WHY-3: what a preview says of %s is what then happens, and it writes nothing before", async (_, change) => {
  const before = await kept();
  const shown = await preview(change(await current()));
  expect(shown).toMatchObject({ state: "done", error: null });
  expect(await kept()).toEqual(before);
  const outcome = shown.outcome!;
  const announced = await rows(shown.preview_id);
  expect(outcome.changed).toBe(announced.length);
  expect(outcome.changed).toBeGreaterThan(0);
  for (const column of ["before", "after"] as const)
    expect(outcome.states.reduce((sum, state) => sum + state[column], 0)).toBe(outcome.contacts);
  for (const group of outcome.groups) {
    expect((await rows(shown.preview_id, `&list=${encodeURIComponent(group.list)}`)).length, group.list).toBe(group.count);
  }

  const since = await lastChange();
  const states = async () =>
    Object.fromEntries((await sql<{ state: string; n: number }>`select state, count(*)::int as n from contact where connection_id = ${owner.connection_id} group by 1`.execute(api.db.kysely)).rows.map((row) => [row.state, row.n])); // oxfmt-ignore
  const version = (await readSettings(api.db.kysely, owner)).version;
  expect(await api.ask(`${base}/previews/${shown.preview_id}/apply`, send("POST", {}))).toEqual({ version: version + 1 });
  await follow();
  const happened = Map.groupBy(await changesSince(since), (row) => row.provider_id);
  for (const change of announced.flatMap((row) => row.changes)) expect(change.why, change.field).toMatch(/\.$/);
  for (const row of announced)
    expect(
      row.changes.map(({ why: _why, ...change }) => change),
      row.name,
    ).toEqual((happened.get(row.provider_id) ?? []).map(({ provider_id: _id, ...each }) => each));
  expect(Object.fromEntries(outcome.states.filter((state) => state.after > 0).map((state) => [state.state, state.after]))).toEqual(
    await states(),
  );
  expect(await verify({ db: api.db, mapper: connectors.clio.mapper, clock }, owner)).toMatchObject({ differences: [] });
});

test("B-WHY-3: matters that a setting leaves out are counted, and those who were clients of them alone lose their status", async () => {
  await api.ask(`${base}/settings/rollback`, send("POST", { version: 1 }));
  await follow();
  const shown = await preview({ ...(await current()), sync: { ...(await current()).sync, matters_first_years: 1 } });
  expect(shown.outcome).toMatchObject({ matters: { changed: 1, left_out: 1, taken_in: 0 } });
  expect(shown.outcome!.groups.find((group) => group.list === "client_status:past>none")).toMatchObject({
    count: 1,
    sample: [{ name: "Ines Faraday" }],
  });
  expect(shown.outcome!.groups.map((group) => group.what)).toContain("went_out");
});

test("B-WHY-3: applying is refused when records, settings or what members added have moved, and says which", async () => {
  const document = { ...(await current()), tags: { ...(await current()).tags, city: true } };
  const [first, second, third] = [await preview(document), await preview(document), await preview(document)];
  const apply = (shown: Preview) => api.ask<{ detail: string }>(`${base}/previews/${shown.preview_id}/apply`, send("POST", {}), 409);

  const raw = { id: 1048, type: "Person", name: "Jo Li-Ash", first_name: "Jo", last_name: "Li-Ash", updated_at: "2026-11-21T08:40:00Z" };
  await api.db.transaction(
    (trx) =>
    ingest(trx, {
      owner, connector: connectors.clio, kind: "contact", run_id: newId(clock), read_at: "2026-11-21T08:45:00Z", now: "2026-11-21T08:45:00Z",
      country: "US", harmful: "take", rows: waiting([{ ok: true, provider_id: "1048", updated_at: raw.updated_at, raw }]),
    }), // oxfmt-ignore
  );
  expect((await apply(first)).detail).toContain("1 of kind contact");
  const { version } = await readSettings(api.db.kysely, owner);
  await api.ask(`${base}/settings`, send("PUT", { document: { ...document, segment: { mode: "none", tags: ["Nobody"] } } }));
  expect((await apply(second)).detail).toContain(`changed to version ${version + 1} by`);
  expect((await api.ask<Preview>(`${base}/previews/${third.preview_id}`)).state).toBe("done");
  await follow();

  const again = await preview(document);
  expect(await api.ask(`${base}/previews/${again.preview_id}/apply`, send("POST", { note: "City" }))).toEqual({ version: version + 2 });
  await apply(again);
  await follow();
});

test("B-WHY-3: a preview that stood still is told from one that goes on; broken settings are not tried", async () => {
  await api.ask(`${base}/previews`, send("POST", { document: { tags: { city: "yes" } } }), 422);
  await api.ask(`${base}/previews`, send("POST", {}), 400);
  await api.ask(`${base}/previews`, send("POST", { version: 4000 }), 404);
  await api.ask(`${base}/previews`, send("POST", { version: 1, if_version: 1 }), 409);
  await api.ask(`${base}/previews/${newId(clock)}`, {}, 404);
  const { preview_id } = await preview(await current());
  await sql`update settings_preview set state = 'running', beat_at = beat_at - interval '5 minutes' where preview_id = ${preview_id}`.execute(
    api.db.kysely,
  );
  expect(await api.ask(`${base}/previews/${preview_id}`)).toMatchObject({ state: "failed", error: expect.stringContaining("unfinished") });
});

test("B-WHY-4: versions say who, when and what changed; one can be read against any other; going back adds a version", async () => {
  const { items } = await api.ask<Page<SettingsVersion>>(`${base}/settings/versions`);
  expect(items[0]).toMatchObject({ in_force: true, note: "City", created_by: expect.any(String) });
  expect(items.at(-1)).toMatchObject({ version: 1, in_force: false, changes: [] });
  expect(items.find((item) => item.note === "Back to version 1")).toBeDefined();
  const page = await api.ask<Page<SettingsVersion>>(`${base}/settings/versions?limit=1`);
  expect(page.items[0]).toEqual(items[0]);
  expect((await api.ask<Page<SettingsVersion>>(`${base}/settings/versions?limit=1&after=${page.next}`)).items[0]).toEqual(items[1]);

  const newest = items[0]!.version;
  const whole = await api.ask<WholeSettingsVersion>(`${base}/settings/versions/${newest}?against=1`);
  expect(whole.changes).toEqual([{ path: "tags.city", old: false, new: true }]);
  expect(whole.document).toMatchObject({ tags: { city: true } });
  await api.ask(`${base}/settings/versions/4000`, {}, 404);

  await api.ask(`${base}/settings/rollback`, send("POST", { version: 1, if_version: 1 }), 409);
  await api.ask(`${base}/settings/rollback`, send("POST", { version: 1, if_version: newest, note: "Too many tags" }));
  const back = await api.ask<Page<SettingsVersion>>(`${base}/settings/versions`);
  expect(back.items[0]).toMatchObject({
    version: newest + 1,
    note: "Too many tags",
    changes: [{ path: "tags.city", old: true, new: false }],
  });
  expect(await current()).toEqual((await api.ask<WholeSettingsVersion>(`${base}/settings/versions/1`)).document);
});

test("B-WHY-3: rows that a sync brings as they were keep nobody from looking ahead or from applying", async () => {
  const document = { ...(await current()), tags: { ...(await current()).tags, city: false } };
  const { rows: held } = await api.db.pool.query<{ raw: { id: number; updated_at: string } }>(
    "select raw from record where connection_id = $1 and kind = 'contact' and provider_id = '1042'",
    [owner.connection_id],
  );
  const { raw } = held[0]!;
  const unchanged = () =>
    api.db.transaction(async (trx) => {
      const at = "2026-11-21T08:50:00Z";
      const rows = [{ ok: true as const, provider_id: "1042", updated_at: raw.updated_at, raw }];
      const of_run = {
        owner,
        connector: connectors.clio,
        kind: "contact" as const,
        run_id: newId(clock),
        country: "US",
        harmful: "take" as const,
      };
      return ingest(trx, { ...of_run, rows: waiting(rows), read_at: at, now: at });
    });
  expect(await unchanged()).toMatchObject({ changed: 0, unchanged: 1 });
  const shown = await preview(document);
  expect([shown.state, shown.error]).toEqual(["done", null]);
  await unchanged();
  await api.ask(`${base}/previews/${shown.preview_id}/apply`, send("POST", {}));
  await follow();
  await project(
    { db: api.db, mapper: connectors.mycase.mapper, clock },
    { ...owner, connection_id: api.firm.mycase },
    { kind: "run", id: null },
  );
  expect(await readBacklog(api.db.kysely), "nor do they count as work that is left").toBe(0);
});
