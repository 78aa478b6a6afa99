/** One suite that every connector runs against its sandbox: a new connector adds a line to SETUPS and changes nothing else. */
import { afterEach, describe, expect, test } from "vitest";
import { serve } from "../../sandbox/kit/serve.ts";
import type { FaultName, Row } from "../../sandbox/kit/types.ts";
import { FAULTS } from "../../sandbox/kit/types.ts";
import type { Setup, SetupOptions } from "../../test/connector_setups.ts";
import { clioSetup, GENERATED, mycaseSetup, openApiOf, wrongRequests } from "../../test/connector_setups.ts";
import { createPacer } from "../lib/pacer.ts";
import type { CheckedRow, FailureClass, KindPlan, Session } from "../model/connector.ts";
import type { MatterStaffFact } from "../model/facts.ts";
import type { Kind } from "../model/kinds.ts";
import { createConnectors } from "./index.ts";

const SETUPS = { clio: clioSetup, mycase: mycaseSetup } satisfies Record<string, (options?: SetupOptions) => Setup>;

/** The generated firm with enough rows for three pages of contacts at this provider. */
const LARGE: Record<string, SetupOptions> = {
  clio: { filling: GENERATED },
  mycase: { filling: { firm: "generated", seed: 7, contacts: 2100, matters: 1300, relationships: 0 } },
};

async function listing(setup: Setup, kind: Kind, part: string, options: { since?: string; session?: Session } = {}): Promise<CheckedRow[]> {
  const reader = setup.connector.reader(options.session ?? setup.session);
  const rows: CheckedRow[] = [];
  for (let cursor: string | null = null; ;) {
    const page = await reader.page({ kind, part, since: options.since ?? null, cursor });
    rows.push(...page.rows);
    cursor = page.next;
    if (cursor === null) return rows;
  }
}

async function everything(setup: Setup, plan: KindPlan, session?: Session): Promise<CheckedRow[]> {
  const parts = [];
  for (const part of plan.parts) parts.push(await listing(setup, plan.kind, part, session ? { session } : {}));
  return parts.flat();
}

const idsOf = (rows: readonly CheckedRow[]) => rows.map((row) => Number(row.provider_id)).toSorted((a, b) => a - b);

function listed(setup: Setup, kind: Kind): Row[] {
  const source = setup.tables[kind];
  if (!source) throw new Error(`The sandbox has no table for ${kind}`);
  return [...source.table.scan()].filter(source.listed);
}

for (const [provider, create] of Object.entries(SETUPS)) {
  describe(`the ${provider} connector against its sandbox`, () => {
    const openapi = openApiOf(provider as "clio" | "mycase");
    let setup: Setup;
    const start = (options: SetupOptions = {}) => (setup = create(options));
    const large = (options: SetupOptions = {}) => start({ ...LARGE[provider], ...options });

    afterEach(async () => {
      const wrong = wrongRequests(setup, openapi);
      if (wrong.length > 0) throw new Error(`Requests that may not be: ${[...new Set(wrong)].join("; ")}`);
      await setup.sandbox.close();
    });

    test("B-CON-1: consent, code, grant, refresh: and what the grant reads is the firm", async () => {
      const { connector, session, client } = start();
      const redirect_uri = "http://localhost:4000/callback";
      const consent = await setup.sandbox.fetch(
        new Request(connector.oauth.authorize_url({ region: null, client_id: client.client_id, redirect_uri, state: "s1" })),
      );
      const back = new URL(consent.headers.get("location") ?? "about:blank");
      expect([back.origin + back.pathname, back.searchParams.get("state")]).toEqual([redirect_uri, "s1"]);
      const code = back.searchParams.get("code") ?? "";
      const grant = await connector.oauth.exchange({ region: null, client, redirect_uri, code, fetch: session.fetch });
      expect(grant.expires_in).toBeGreaterThan(3600);
      await expect(connector.oauth.exchange({ region: null, client, redirect_uri, code, fetch: session.fetch })).rejects.toMatchObject({
        failure: "unauthorized",
      });
      const fresh = await connector.oauth.refresh({ region: null, client, refresh_token: grant.refresh_token ?? "", fetch: session.fetch });
      const tokens = { access_token: () => Promise.resolve(fresh.access_token), refresh: () => Promise.reject(new Error("not needed")) };
      const me = await connector.reader({ ...session, tokens, firm_uuid: grant.firm_uuid }).who_am_i();
      expect(me.user_id).toMatch(/^\d+$/);
      expect(me.account_id).not.toBe("");
      expect(me.account_name).not.toBe("");
      await expect(
        connector.oauth.refresh({ region: null, client, refresh_token: "never given", fetch: session.fetch }),
      ).rejects.toMatchObject({ failure: "unauthorized" });
    });

    test("every plan lists every row of the firm, once, none parked, and its facts can be made", async () => {
      const { connector } = start();
      for (const plan of connector.plans) {
        const rows = await everything(setup, plan);
        expect(
          rows.filter((row) => !row.ok),
          plan.kind,
        ).toEqual([]);
        expect(idsOf(rows), plan.kind).toEqual(listed(setup, plan.kind).map((row) => row.id));
        const times = new Map(listed(setup, plan.kind).map((row) => [String(row.id), row.updated_at.slice(0, 19)]));
        for (const row of rows) expect(row.ok ? row.updated_at?.slice(0, 19) : null).toBe(times.get(row.provider_id ?? ""));
        for (const row of rows) if (row.ok) expect(factsOf(plan.kind, row.raw)?.provider_id ?? row.provider_id).toBe(row.provider_id);
      }
    });

    function factsOf(kind: Kind, raw: unknown) {
      const { mapper } = setup.connector;
      if (kind === "lead") return null;
      return kind === "practice_area" || kind === "stage" || kind === "people_group" ? mapper.name(raw) : mapper[kind](raw);
    }

    test("a full read costs the floor: one request for each page of each list, no more", async () => {
      const { connector, sandbox } = large();
      const pages = (rows: number, size: number) => Math.max(1, Math.ceil(rows / size));
      let floor = 0;
      for (const plan of connector.plans) {
        for (const part of plan.parts) floor += pages((await listing(setup, plan.kind, part)).length, plan.page_size);
      }
      expect(sandbox.log.count()).toBe(floor);
      expect(sandbox.log.count()).toBeLessThanOrEqual(sandbox.floor() + 10);
      expect(setup.sent.length).toBe(sandbox.log.count());
    });

    test("B-SYN-7: matters that are not closed come before the closed ones", async () => {
      const { connector } = start();
      const plan = connector.plans.find(({ kind }) => kind === "matter") as KindPlan;
      const rows = await everything(setup, plan);
      const closed = rows.map((row) => row.ok && connector.mapper.matter(row.raw).status === "closed");
      expect(closed).toEqual(closed.toSorted((a, b) => Number(a) - Number(b)));
      expect(new Set(closed).size).toBe(2);
    });

    test("B-SYN-3: with nothing changed an incremental read is one request per kind, without a row", async () => {
      const { connector, sandbox } = large();
      await sandbox.clock.advance(60_000);
      const since = sandbox.clock.now().toISOString();
      const changing = connector.plans.filter((plan) => plan.changed_since);
      for (const { kind } of changing) expect(await listing(setup, kind, "changed", { since })).toEqual([]);
      expect(sandbox.log.count()).toBe(changing.length);
    });

    test("B-SYN-3: changed contacts come with the next incremental read, for no more requests than their pages", async () => {
      const { sandbox, tables } = large();
      await sandbox.clock.advance(60_000);
      const since = sandbox.clock.now().toISOString();
      const changed = listed(setup, "contact")
        .slice(5, 12)
        .map((row) => row.id);
      for (const id of changed) tables.contact?.table.update(id, {});
      await sandbox.clock.advance(60_000);
      expect(idsOf(await listing(setup, "contact", "changed", { since }))).toEqual(changed);
      expect(sandbox.log.count()).toBe(1);
    });

    test("one record can be read by its id wherever the plan says so, and a missing one is not found", async () => {
      const { connector, session } = start();
      const reader = connector.reader(session);
      for (const { kind } of connector.plans.filter((plan) => plan.by_id)) {
        const [row] = listed(setup, kind);
        expect(await reader.one(kind, String(row?.id))).toMatchObject({ found: true, row: { ok: true, provider_id: String(row?.id) } });
        expect(await reader.one(kind, "987654321")).toMatchObject({ found: false, reason: "not_found" });
      }
    });

    test("a record reads the same alone and in a list, so that nothing looks changed that is not", async () => {
      const { connector, session } = start();
      for (const plan of connector.plans.filter(({ by_id }) => by_id)) {
        for (const row of (await everything(setup, plan)).slice(0, 5)) {
          const alone = await connector.reader(session).one(plan.kind, row.provider_id ?? "");
          expect(alone.found && alone.row.raw).toEqual(row.raw);
        }
      }
    });

    test("B-CTC-4: a restricted user sees a part of the firm without an error, and what is hidden is not called gone where the provider says so", async () => {
      start(provider === "clio" ? { switches: { redacted_keys: "all_null" } } : {});
      setup.hideWith403();
      const session = setup.restricted();
      const plan = setup.connector.plans.find(({ kind }) => kind === "contact") as KindPlan;
      const seen = idsOf(await everything(setup, plan, session));
      const hidden = listed(setup, "contact").filter((row) => !seen.includes(row.id));
      expect(seen.length).toBeGreaterThan(0);
      expect(hidden.length).toBeGreaterThan(0);
      expect(await setup.connector.reader(session).one("contact", String(hidden[0]?.id))).toMatchObject({ found: false, reason: "hidden" });
      for (const other of setup.connector.plans) {
        for (const row of await everything(setup, other, session)) if (row.ok) expect(() => factsOf(other.kind, row.raw)).not.toThrow();
      }
    });

    test("F25, F26: rows that cannot be used are parked one by one, and the rest of the page flows", async () => {
      const { tables } = start();
      const contacts = listed(setup, "contact");
      const spoil: Record<string, unknown>[] = [
        { first_name: { of: "Ann" } },
        { last_name: "A\u0000B" },
        { last_name: "\ud800" },
        { first_name: "x".repeat(5_000_000) },
        { first_name: 17 },
      ];
      for (const [place, change] of spoil.entries()) tables.contact?.table.update(contacts[place]?.id ?? 0, change);
      const rows = await everything(setup, setup.connector.plans.find(({ kind }) => kind === "contact") as KindPlan);
      const parked = rows.filter((row) => !row.ok);
      expect(idsOf(parked)).toEqual(contacts.slice(0, spoil.length).map((row) => row.id));
      expect(rows).toHaveLength(contacts.length);
      for (const row of parked) expect(!row.ok && row.reason).toMatch(/^(The field|A text|This record) /);
      expect(JSON.stringify(parked).length).toBeLessThan(50_000);
    });

    test("B-SYN-11: the provider's limit is never passed, at full speed", async () => {
      const limit = provider === "clio" ? 5 : 2;
      const { connector, sandbox } = large({ rate_limit: limit });
      // The limit is learned from headers where there are any, and known beforehand where there are none.
      const known = provider === "clio" ? connector.limit : { requests: limit, per_ms: connector.limit.per_ms };
      const session = { ...setup.session, pacer: createPacer({ limit: known, clock: setup.session.clock }) };
      for (const plan of connector.plans) await everything(setup, plan, session);
      expect(sandbox.log.count({ status: 429 })).toBe(0);
      expect(sandbox.log.count()).toBeGreaterThan(limit * 2);
    });

    describe("faults", () => {
      /** How often each strikes one list, and what comes of it; without an outcome the list is read as if nothing had been. */
      const expected: Record<FaultName, { times: number; fails?: FailureClass; lacks_rows?: boolean }> = {
        error_500_before: { times: 4 },
        error_500_after: { times: 4 },
        error_502_html: { times: 4 },
        gateway_504: { times: 4 },
        answer_dropped: { times: 4 },
        request_dropped: { times: 4 },
        limited_429_seconds: { times: 4 },
        limited_429_date: { times: 4 },
        limited_429_missing: { times: 2 },
        limited_429_absurd: { times: 2 },
        maintenance_503: { times: 2 },
        forbidden_html_403: { times: 4 },
        slow_body: { times: 1 },
        truncated_body: { times: 4 },
        not_json_200: { times: 4 },
        page_expired: { times: 1, fails: "page_expired" },
        row_vanishes: { times: 1, lacks_rows: true },
        edit_while_paging: { times: 1 },
        redirect_other_host: { times: 1, fails: "broken" },
        unauthorized_401: { times: 1 },
      };
      for (const fault of FAULTS) {
        const { times, fails, lacks_rows } = expected[fault];
        test(`${fault}: ${fails ?? (lacks_rows ? "one row is missing, which proves nothing" : "survived, nothing lost")}`, async () => {
          const { sandbox, contacts_route } = large();
          sandbox.faults.script(fault, contacts_route, times);
          const reading = listing(setup, "contact", "all");
          if (fails) await expect(reading).rejects.toMatchObject({ failure: fails });
          else {
            const ids = idsOf(await reading);
            const all = listed(setup, "contact").map((row) => row.id);
            if (lacks_rows) expect(ids.length).toBe(all.length - 1);
            else expect(ids).toEqual(all);
          }
          expect(sandbox.faults.reached()[fault]).toBe(times);
        });
      }

      const lasting: [FaultName, FailureClass][] = [
        ["error_500_before", "transient"],
        ["request_dropped", "transient"],
        ["not_json_200", "transient"],
        ["forbidden_html_403", "transient"],
        ["maintenance_503", "maintenance"],
        ["limited_429_missing", "rate_limited"],
        ["unauthorized_401", "unauthorized"],
      ];
      for (const [fault, failure] of lasting) {
        test(`${fault} that lasts is ${failure}`, async () => {
          const { sandbox, contacts_route } = large();
          sandbox.faults.script(fault, contacts_route, 100);
          await expect(listing(setup, "contact", "all")).rejects.toMatchObject({ failure });
        });
      }

      test("F27: a body slower than our patience is asked for again", async () => {
        const { sandbox, contacts_route } = large({ timeout_ms: 200 });
        sandbox.faults.script("slow_body", contacts_route, 1);
        expect(await listing(setup, "contact", "all")).toHaveLength(listed(setup, "contact").length);
        expect(sandbox.log.count({ route: setup.sandbox.log.entries()[0]?.route ?? "" })).toBeGreaterThan(3);
      });

      test("mixed faults by seed: every list is whole in the end, or its failure has a class that says what to do", async () => {
        const { sandbox, connector } = large();
        const rates = Object.fromEntries(
          FAULTS.filter((fault) => fault !== "slow_body" && fault !== "row_vanishes").map((fault) => [fault, 0.015]),
        );
        let whole = 0;
        for (let seed = 1; seed <= 8; seed++) {
          sandbox.faults.set({ seed, rates });
          for (const plan of connector.plans) {
            const outcome = await everything(setup, plan).catch((error: unknown) => error);
            if (Array.isArray(outcome)) {
              whole++;
              expect(idsOf(outcome as CheckedRow[])).toEqual(listed(setup, plan.kind).map((row) => row.id));
            } else
              expect(outcome).toMatchObject({
                name: "VendorError",
                failure: expect.stringMatching(/^(broken|page_expired|unauthorized|maintenance|transient|rate_limited)$/) as string,
              });
          }
        }
        expect(whole).toBeGreaterThan(connector.plans.length * 5);
      });
    });
  });
}

/** Every answer that the fact sheets leave open and that reading could stumble over. `custom_field` may be refused where it says so. */
const UNKNOWNS: [keyof typeof SETUPS, Record<string, unknown>][] = [
  ["clio", { responsible_staff_field: false }],
  ["clio", { refuse_odd_user_agents: true }],
  ["clio", { undocumented_order: "refuse", limit_out_of_range: "refuse" }],
  ["clio", { records_in_meta: false }],
  ["clio", { timestamp_offset: "-07:00" }],
  ["clio", { timestamp_offset: "+00:00" }],
  ["clio", { bare_second_level: "id_etag", bare_picklist_option_has_option: true }],
  ["clio", { unset_custom_field: "null_id" }],
  ["clio", { unset_custom_field: "placeholder" }],
  ["clio", { custom_value_types: "text" }],
  ["clio", { stripped_custom_values: true }],
  ["clio", { redacted_keys: "all_null" }],
  ["mycase", { blank_fields: "empty" }],
  ["mycase", { blank_fields: "absent" }],
  ["mycase", { numeric_string_rate: 1 }],
  ["mycase", { number_value: "string", list_value: "key" }],
  ["mycase", { item_count: false }],
  ["mycase", { page_link: "repeats_query" }],
  ["mycase", { unknown_filter: "reject", page_size_out_of_range: "reject" }],
  ["mycase", { list_order: "updated_at" }],
];

describe("what the fact sheets leave open", () => {
  for (const [provider, switches] of UNKNOWNS) {
    test(`${provider} with ${JSON.stringify(switches)}: every row is read, none parked, and none loses what makes its facts`, async () => {
      const setup = SETUPS[provider]({ switches });
      const plain = SETUPS[provider]();
      for (const plan of setup.connector.plans) {
        const refused = "stripped_custom_values" in switches && plan.kind === "custom_field";
        if (refused) {
          await expect(everything(setup, plan)).rejects.toMatchObject({ failure: "forbidden" });
          continue;
        }
        const rows = await everything(setup, plan);
        expect(rows.filter((row) => !row.ok)).toEqual([]);
        expect(idsOf(rows)).toEqual(listed(setup, plan.kind).map((row) => row.id));
        if (plan.kind === "contact" || plan.kind === "matter")
          expect(essence(setup, plan, rows)).toEqual(essence(plain, plan, await everything(plain, plan)));
      }
      if (switches["responsible_staff_field"] === false) expect(setup.sandbox.log.count({ status: 400 })).toBe(1);
      expect(wrongRequests(setup, openApiOf(provider))).toEqual([]);
      await Promise.all([setup.sandbox.close(), plain.sandbox.close()]);
    });
  }
});

describe("over real HTTP", () => {
  for (const [provider, create] of Object.entries(SETUPS)) {
    test(`${provider}: compressed pages, broken sockets, cut bodies and redirects behave as they do without a port`, async () => {
      const setup = create(LARGE[provider]);
      const served = await serve(setup.sandbox, { port: 0 });
      try {
        const connector = createConnectors({ clio_url: served.url, mycase_auth_url: served.url, mycase_api_url: served.url })[
          provider as "clio" | "mycase"
        ];
        const encodings = new Set<string | null>();
        const overTheWire = async (request: Request) => {
          const response = await fetch(request);
          encodings.add(response.headers.get("content-encoding"));
          return response;
        };
        const real = { ...setup, connector, session: { ...setup.session, fetch: overTheWire } };
        const all = listed(setup, "contact").map((row) => row.id);
        for (const fault of ["answer_dropped", "truncated_body", "error_502_html", "slow_body"] as const) {
          setup.sandbox.faults.script(fault, setup.contacts_route, 2);
          expect(idsOf(await listing(real, "contact", "all"))).toEqual(all);
        }
        expect(encodings).toContain("gzip");
        setup.sandbox.faults.script("redirect_other_host", setup.contacts_route, 1);
        await expect(listing(real, "contact", "all")).rejects.toMatchObject({ failure: "broken", status: 302 });
        expect((await connector.reader(real.session).who_am_i()).account_name).not.toBe("");
        await served.close();
        await expect(listing(real, "contact", "all")).rejects.toMatchObject({ failure: "transient", status: null });
      } finally {
        await served.close();
        await setup.sandbox.close();
      }
    });
  }
});

/** What must be the same however the provider writes it. Values of custom fields differ in form, responsible staff may be unknown. */
function essence({ connector }: Setup, plan: KindPlan, rows: CheckedRow[]) {
  const facts = rows.map((row) => (plan.kind === "contact" ? connector.mapper.contact(row.raw) : connector.mapper.matter(row.raw)));
  return facts
    .map((fact) => ({ ...fact, custom_values: [], staff: "staff" in fact ? leads(fact.staff) : [] }))
    .toSorted((a, b) => Number(a.provider_id) - Number(b.provider_id));
}

const leads = (staff: MatterStaffFact[]) => staff.filter((member) => member.lead || member.originating).map((member) => member.staff_id);
