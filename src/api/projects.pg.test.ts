/** Matters as clients see them, over the API: tried, put in force, mended; each name that a preview says is the one that then takes part. */
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readSettings } from "../connections/store_settings.ts";
import { connectors } from "../connectors/index.ts";
import type { Settings } from "../model/settings.ts";
import type { ProjectSettings } from "../model/settings_projects.ts";
import { project } from "../projection/driver.ts";
import { verify } from "../projection/verify.ts";
import type { Page } from "./contract/common.ts";
import type { ProjectAnswer, ProjectRow, ProjectsOverview } from "./contract/projects.ts";
import type { Preview, PreviewRow } from "./contract/review.ts";
import { clock, openTestApi, send, type TestApi } from "./test_api.ts";
import { read } from "./test_firm.ts";

let api: TestApi;
let owner: { firm_id: string; connection_id: string };
let base: string;

const family = { practice_area: { id: 71, name: "Family Law" } };
const lucia = { client: { id: 1042, name: "Lucía Rivera", type: "Person" } };
const matter = (id: number, stage: number | null, more: object = {}) => ({
  id,
  display_number: `000${id - 5000}`,
  status: "Open",
  open_date: "2025-03-04",
  updated_at: "2026-11-19T10:00:00Z",
  responsible_attorney: { id: 301, name: "Naomi Okafor" },
  ...family,
  ...lucia,
  ...(stage === null ? {} : { matter_stage: { id: stage, name: "as it was" }, matter_stage_updated_at: "2026-09-01T09:00:00-07:00" }),
  ...more,
});

beforeAll(async () => {
  api = await openTestApi();
  owner = { firm_id: api.firm.firm_id, connection_id: api.firm.clio };
  base = `/api/v1/connections/${api.firm.clio}`;
  const naomi = { id: 301, name: "Naomi Okafor", first_name: "Naomi", last_name: "Okafor", email: "naomi@hartwellosei.example" };
  await read(api.db, clock, owner, "clio", [
    ["staff", [{ ...naomi, enabled: true, subscription_type: "Attorney", phone_number: "619 555 0101", job_title: { id: 1, name: " Partner" } }]],
    ["stage", [{ id: 801, name: "Petition", practice_area_id: "71", order: 1 }, { id: 802, name: "Settlement", practice_area_id: "71", order: 2 }, { id: 803, name: "On hold", practice_area_id: "71", order: 3 }]],
    ["custom_field", [{ id: 90, name: "Client portal", parent_type: "Matter", field_type: "checkbox" }]],
    ["matter", [
      matter(5021, 801, { custom_field_values: [{ id: "checkbox-1", field_name: "Client portal", field_type: "checkbox", value: true, custom_field: { id: 90 } }] }),
      matter(5022, 802),
      matter(5023, 803),
      matter(5024, null, { client: { id: 1046, name: "Noor Haddad", type: "Person" }, practice_area: { id: 72, name: "Estate Planning" } }),
    ]],
    ["relationship", [{ id: 905, description: "Spouse ", matter: { id: 5021 }, contact: { id: 1048 }, updated_at: "2026-11-01T09:00:00Z" }]],
  ]); // oxfmt-ignore
});
afterAll(() => api?.close());

const phase = (name: string, stages: string[]) => ({ name, happened: `${name} has begun.`, next: "We will call you.", stages });
const divorce = {
  name: "Divorce",
  matches: [" family law "],
  fields: [],
  phases: [phase("Filed", ["petition"]), phase("Negotiation", ["SETTLEMENT"])],
};
const PROJECTS: Partial<ProjectSettings> = {
  on: true,
  types: [divorce],
  shown: { matters: "with_field", field: { field_id: "90", value: "Yes" } },
  participants: { rule: "by_group", groups: [{ group: "spouse", role: "Family" }] },
  team_roles: [{ role: "Your attorney", titles: ["PARTNER", "Counsel"], show_phone: true, show_email: false }],
};

const current = async () => (await readSettings(api.db.kysely, owner)).settings;
const withProjects = async (projects: Partial<ProjectSettings>): Promise<Settings> => {
  const settings = await current();
  return { ...settings, projects: { ...settings.projects, ...projects } };
};
const deps = () => ({ db: api.db, mapper: connectors.clio.mapper, clock });
const follow = async () => project(deps(), owner, { kind: "settings", id: String((await readSettings(api.db.kysely, owner)).version) });

async function preview(document: Settings): Promise<Preview> {
  const { preview_id } = await api.ask<{ preview_id: string }>(`${base}/previews`, send("POST", { document }), 202);
  return api.ask<Preview>(`${base}/previews/${preview_id}`);
}
const rows = async (shown: Preview, list: string) =>
  (await api.ask<Page<PreviewRow>>(`${base}/previews/${shown.preview_id}/rows?list=${encodeURIComponent(list)}`)).items;
const projectOf = (id: number) => api.ask<ProjectAnswer>(`/api/v1/matters/${api.firm.clio}/${id}/project`);
const listed = async (query: string) =>
  (await api.ask<Page<ProjectRow>>(`${base}/projects/matters?${query}`)).items.map((row) => row.provider_id);

test("B-MAT-4: off by default: nothing is worked out, and nothing is shown", async () => {
  expect(await api.ask<ProjectsOverview>(`${base}/projects`)).toMatchObject({ on: false, open: 0, shown: 0, complete: null });
  expect(await projectOf(5021)).toEqual({ project: null, stages: [], worked_out_at: null });
  expect((await sql`select 1 from project union all select 1 from matter_stage`.execute(api.db.kysely)).rows).toEqual([]);
});

test("B-WHY-3: one matter is tried as the client would see it, and nothing is kept of it", async () => {
  const path = `/api/v1/matters/${api.firm.clio}`;
  const tried = await api.ask<ProjectAnswer>(`${path}/5022/project/preview`, send("POST", { document: await withProjects(PROJECTS) }));
  expect(tried.project).toMatchObject({
    type: { name: "Divorce", value: "Family Law" },
    shown: { is: false, why: { rule: "B-MAT-4", code: "hidden_field" } },
    team: [{ name: "Naomi Okafor", role: "Your attorney", phone: "619 555 0101", email: "" }],
  });
  expect(tried.project!.as_client).toEqual({
    name: "00022",
    number: "00022",
    description: "",
    status: "open",
    opened_on: "2025-03-04",
    closed_on: null,
    phase: { name: "Negotiation", since: "2026-09-01T16:00:00.000Z", happened: "Negotiation has begun.", next: "We will call you." },
    fields: [],
    team: [{ name: "Naomi Okafor", role: "Your attorney", phone: "619 555 0101", email: "" }],
  });
  // Nothing is said in Spanish here.
  expect(tried.project!.as_client_es).toEqual(tried.project!.as_client);
  expect(await projectOf(5022)).toMatchObject({ project: null });
  await api.ask(
    `${path}/5022/project/preview`,
    send("POST", { document: { projects: { types: [divorce, { ...divorce, name: "Custody" }] } } }),
    422,
  );
  await api.ask(`${path}/9999/project/preview`, send("POST", { document: await current() }), 404);
});

test("B-WHY-3, B-MAT-5: a preview says which matters move to which phase and who takes part by name; applied, it is so", async () => {
  const shown = await preview(await withProjects(PROJECTS));
  expect(shown.error).toBe(null);
  expect(shown.outcome!.projects).toEqual({
    open: 6,
    shown: { before: 0, after: 1 },
    notified: { before: 0, after: 0 },
    with_phase: { before: 0, after: 2 },
    messages_paused: { before: 0, after: 2 },
    unmapped_types: [{ value: "Estate Planning", count: 2 }],
    unmapped_stages: [
      { type: "Divorce", stage: "", count: 1 },
      { type: "Divorce", stage: "On hold", count: 1 },
    ],
  });
  expect((await rows(shown, "matter_phase:Negotiation")).map((row) => [row.entity, row.provider_id, row.name])).toEqual([
    ["matter", "5022", "00022"],
  ]);
  expect((await rows(shown, "matter_shown")).map((row) => row.provider_id)).toEqual(["5021"]);
  const family_of = (await rows(shown, "participant_added:Family"))[0]!;
  expect(family_of.changes).toContainEqual({
    field: "portal_participant",
    old: null,
    new: { contact_id: "1048", role: "Family", name: "Jo Li" },
    rule: "B-MAT-5",
    why: expect.stringContaining("Family") as string,
  });
  for (const group of shown.outcome!.groups) expect((await rows(shown, group.list)).length, group.list).toBe(group.count);
  expect(await projectOf(5021)).toMatchObject({ project: null });

  await api.ask(`${base}/previews/${shown.preview_id}/apply`, send("POST", {}));
  await follow();
  const { project: then } = await projectOf(5021);
  expect(then).toMatchObject({
    shown: { is: true, why: { sentence: "The field Client portal has “Yes”, so the matter is shown." } },
    participants: [
      { contact_id: "1042", name: "Lucía Rivera", role: "Client", flagged: null },
      { contact_id: "1048", name: "Jo Li", role: "Family", flagged: null, why: { rule: "B-MAT-5" } },
    ],
  });
  expect(await verify(deps(), owner)).toMatchObject({ pending: false, differences: [] });
});

test("B-MAT-3, B-MAT-7, B-MAT-9: what is left out of the mapping is counted and listed", async () => {
  expect(await api.ask<ProjectsOverview>(`${base}/projects`)).toMatchObject({
    on: true,
    open: 6,
    with_type: 4,
    with_phase: 2,
    complete: 2 / 6,
    shown: 1,
    messages_paused: 2,
    main_client: { skipped: 1, company: 1, not_found: 0, nobody: 0 },
    unmapped_types: [{ value: "Estate Planning", count: 2 }],
    titles_unmapped: [],
    titles_not_found: [{ role: "Your attorney", title: "Counsel" }],
  });
  expect(await listed("list=unmapped_type&value=estate%20PLANNING")).toEqual(["5013", "5024"]);
  expect(await listed("list=unmapped_stage&value=on%20hold")).toEqual(["5023"]);
  expect(await listed("list=main_client_skipped")).toEqual(["5024"]);
  expect(await listed("list=main_client_company")).toEqual(["5013"]);
  expect(await listed("list=shown")).toEqual(["5021"]);
  const first = await api.ask<Page<ProjectRow>>(`${base}/projects/matters?list=hidden&limit=2`);
  const rest = await api.ask<Page<ProjectRow>>(`${base}/projects/matters?list=hidden&limit=2&after=${first.next}`);
  expect([...first.items, ...rest.items].map((row) => row.provider_id)).toEqual(["5012", "5013", "5022", "5023"]);
  await api.ask(`${base}/projects/matters?list=everything`, {}, 400);
});

test("B-MAT-5: an admin names the main client where the rule picks a company; a sync keeps it, and it can be taken away", async () => {
  const path = `/api/v1/matters/${api.firm.clio}/5013/main-client`;
  await api.ask(path, send("PUT", { contact_id: "1050" }), 400);
  await api.ask(path, send("PUT", { contact_id: "7777" }), 400);
  const named = await api.ask<ProjectAnswer>(path, send("PUT", { contact_id: "1049" }));
  expect(named.project!.participants).toMatchObject([
    { contact_id: "1049", name: "Petra Keller", role: "Client", why: { code: "main_named" } },
  ]);
  expect(named.project!.participants[0]!.why.sources).toContainEqual(expect.objectContaining({ kind: "member", label: "Naomi Okafor" }));
  await read(api.db, clock, owner, "clio", [
    ["matter", [{ ...matter(5013, null), client: { id: 1050, name: "Bright Foods Inc", type: "Company" } }]],
  ]);
  expect((await projectOf(5013)).project!.participants).toMatchObject([{ contact_id: "1049" }]);
  expect(await verify(deps(), owner)).toMatchObject({ pending: false, differences: [] });
  expect((await api.ask<ProjectAnswer>(path, send("DELETE", {}))).project!.participants).toEqual([]);
  await api.ask(path, send("DELETE", {}), 404);
  const history = await sql<{ field: string; cause: string }>`
    select field, cause from change where entity = 'matter' and provider_id = '5013' and field in ('main_client', 'portal_participant') order by change_id`.execute(
    api.db.kysely,
  );
  const pair = [{ field: "main_client", cause: "member" }, { field: "portal_participant", cause: "member" }]; // oxfmt-ignore
  expect(history.rows).toEqual([...pair, ...pair]);
});
