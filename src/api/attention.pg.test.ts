/** What needs attention, and matters, over the API. */
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { newId } from "../lib/ids.ts";
import type { Page } from "./contract/common.ts";
import { clock, names, openTestApi, type TestApi } from "./test_api.ts";
import { breakRow } from "./test_firm.ts";

let api: TestApi;
beforeAll(async () => {
  api = await openTestApi();
});
afterAll(() => api?.close());

describe("counts and attention", () => {
  test("B-SYN-10: each contact row of the mirror is in one state, and the counts add up to the rows in the mirror", async () => {
    const counts = await api.ask<{
      contacts: Record<string, number>;
      skipped: Record<string, number>;
      projected: number;
      mirror: number;
      waiting: number;
      hidden: number;
    }>(`/api/v1/connections/${api.firm.clio}/counts`);
    expect(counts.contacts).toEqual({ in: 5, skipped: 3, out_of_scope: 1, out_of_segment: 0, suspected_gone: 0, tombstone: 0 });
    expect(counts.skipped).toEqual({ company: 1, duplicate_of: 1, no_channel: 1 });
    expect([counts.projected, counts.mirror, counts.waiting, counts.hidden]).toEqual([9, 9, 0, 1]);
  });

  test("B-CTC-4: skipped contacts come with the first reason that holds, the others, and a link; hidden people beside them", async () => {
    const page =
      await api.ask<Page<{ name: string; link: string; why: { code: string }; other_whys: { code: string }[] }>>("/api/v1/skipped");
    expect(page.items.map((item) => [item.name, item.why.code, item.other_whys.map((why) => why.code)])).toEqual([
      ["Bright Foods Inc", "company", expect.any(Array)],
      ["Old File", "archived", []],
      ["Noor Haddad", "no_channel", []],
      ["Duplicate of Stone, Walter", "duplicate_of", ["scope_not_client"]],
    ]);
    expect(names(await api.ask(`/api/v1/skipped?reason=archived`))).toEqual(["Old File"]);
    const hidden = await api.ask<Page<{ provider_id: string; matters: unknown[] }>>("/api/v1/hidden");
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
    const { items } = await api.ask<Page<{ channel: string; contacts: { provider_id: string }[] }>>("/api/v1/duplicates");
    expect(items.map((group) => [group.channel, group.contacts.map((contact) => contact.provider_id).sort()])).toEqual([
      ["+12125550142", ["1042", "201"]],
      ["family@rivera.example", ["1042", "1043", "201"]],
    ]);
    const second = await api.ask<Page<{ channel: string }>>(
      `/api/v1/duplicates?limit=1&after=${(await api.ask<Page<unknown>>("/api/v1/duplicates?limit=1")).next}`,
    );
    expect(second.items.map((group) => group.channel)).toEqual(["family@rivera.example"]);
  });

  test("a row that could not be taken in is listed with its reason, and is not hidden by permission as well", async () => {
    await breakRow(api.db, { firm_id: api.firm.firm_id, connection_id: api.firm.clio }, newId(clock));
    const { items } = await api.ask<Page<{ provider_id: string; reason: string; link: string }>>("/api/v1/quarantined");
    expect(items).toMatchObject([
      { provider_id: "1077", reason: expect.stringContaining("expected text"), link: "https://app.clio.com/nc/#/contacts/1077" },
    ]);
  });

  test("tags come with counts and the spelling that is shown", async () => {
    const { items } = await api.ask<{ items: { key: string; name: string; contacts: number }[] }>(
      `/api/v1/tags?connection=${api.firm.clio}`,
    );
    expect(items[0]).toEqual({ key: "client", name: "Client", contacts: 5 });
    expect(items).toContainEqual({ key: "family law", name: "Family Law", contacts: 1 });
    expect((await api.ask<{ items: unknown[] }>("/api/v1/tags?q=famil")).items).toHaveLength(1);
  });

  test("B-CON-8: staff are shown with the member who stands for them, or why none does", async () => {
    const { items } = await api.ask<{ items: { name: string; member: unknown; unmapped_because: string | null }[] }>(
      `/api/v1/staff?connection=${api.firm.clio}`,
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
    const all = await api.ask<Page<{ provider_id: string; main_client: string | null }>>("/api/v1/matters");
    expect(all.items.map((item) => [item.provider_id, item.main_client])).toEqual([
      ["5014", "Walter Stone"],
      ["5013", null],
      ["5012", "Lucía Rivera"],
      ["81", "Lucía Rivera"],
    ]);
    const first = await api.ask<Page<unknown>>("/api/v1/matters?limit=3");
    const second = await api.ask<Page<unknown>>(`/api/v1/matters?limit=3&after=${first.next}`);
    expect([...first.items, ...second.items]).toEqual(all.items);
    expect((await api.ask<Page<{ provider_id: string }>>("/api/v1/matters?q=bright+00013")).items.map((item) => item.provider_id)).toEqual([
      "5013",
    ]);
    expect((await api.ask<Page<{ provider_id: string }>>("/api/v1/matters?status=closed")).items.map((item) => item.provider_id)).toEqual([
      "5014",
    ]);
  });

  test("B-MAT-1, B-MAT-5: one shows its team with positions and why, its participants, and its main client and why", async () => {
    const matter = await api.ask<{
      team: { name: string; position: string; why: { rule: string } }[];
      main_client: unknown;
      participants: unknown[];
    }>(`/api/v1/matters/${api.firm.clio}/5012`);
    expect(matter.team).toMatchObject([{ name: "Naomi Okafor", position: "attorney", lead: true, active: true, why: { rule: "B-MAT-1" } }]);
    expect(matter.main_client).toMatchObject({ contact_id: "1042", name: "Lucía Rivera", flagged: null, why: { rule: "B-MAT-5" } });
    expect(matter.participants).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ person_id: "1042", name: "Lucía Rivera", capacity: "client" }),
        expect.objectContaining({ person_id: "1099", name: null, role: "Opposing party" }),
      ]),
    );
    await api.ask(`/api/v1/matters/${api.firm.clio}/1`, {}, 404);
  });

  test("B-MAT-5: a main client who is skipped stands, flagged, from the moment that they are", async () => {
    const path = `/api/v1/matters/${api.firm.clio}/5012`;
    const set = (state: string) => sql`update contact set state = ${state} where provider_id = '1042'`.execute(api.db.kysely);
    await set("skipped");
    expect((await api.ask<{ main_client: unknown }>(path)).main_client).toMatchObject({ contact_id: "1042", flagged: "skipped" });
    await set("in");
    expect((await api.ask<{ main_client: unknown }>(path)).main_client).toMatchObject({ contact_id: "1042", flagged: null });
  });
});
