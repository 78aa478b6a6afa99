/** The sandbox's tables, and which changes move `updated_at` (fact sheet 7: not documented, so switches decide). */
import { createTable } from "../kit/table.ts";
import type { GeneratedBase } from "../kit/table.ts";
import type { Row, SandboxClock, Table } from "../kit/types.ts";
import type { GeneratedFirm } from "./generate.ts";
import type { MyCaseSwitches } from "./switches.ts";
import type { Case, Client, Ref, Tables } from "./types.ts";

const VALUES_ONLY = new Set(["custom_field_values"]);
const LINKS_ONLY = new Set(["clients", "companies", "staff", "billing_contact"]);

export function createTables(clock: SandboxClock, switches: MyCaseSwitches, generated: GeneratedFirm | null): Tables {
  const table = <R extends Row>(name: string, base?: GeneratedBase<R>): Table<R> =>
    createTable<R>({ clock, name, ...(base ? { base } : {}) });
  const bumps = (change: object): boolean => {
    const keys = Object.keys(change);
    if (keys.length === 0) return true;
    return switches.custom_value_bumps || !keys.every((key) => VALUES_ONLY.has(key));
  };
  const caseBumps = (change: object): boolean =>
    bumps(change) && (switches.link_bumps_case || !Object.keys(change).every((key) => LINKS_ONLY.has(key)));
  const tables: Tables = {
    clients: governed(table("client", generated?.clients), bumps),
    companies: governed(table("company", generated?.companies), bumps),
    cases: governed(table("case", generated?.cases), caseBumps),
    staff: table("staff"),
    people_groups: table("people group"),
    case_stages: table("case stage"),
    practice_areas: table("practice area"),
    case_roles: table("case role"),
    referral_sources: table("referral source"),
    locations: table("location"),
    custom_fields: table("custom field"),
    leads: governed(table("lead"), bumps),
    subscriptions: table("webhook subscription"),
    notes: table("note"),
    calls: table("call"),
    message_threads: table("message thread"),
    messages: table("message"),
    documents: table("document"),
    document_versions: table("document version"),
    folders: table("folder"),
  };
  return tables;
}

/** Effects of a change on other rows. Set up after the filling, which must cause none. */
export function watchTables(tables: Tables, switches: MyCaseSwitches): void {
  tables.cases.on(({ row, before, action }) => {
    if (!switches.link_bumps_client || action === "created") return;
    const was = new Set(before?.clients.map((one) => one.id));
    const is = new Set(action === "deleted" ? [] : row.clients.map((one) => one.id));
    for (const id of new Set([...was, ...is])) if (was.has(id) !== is.has(id) && tables.clients.get(id)) tables.clients.update(id, {});
  });
  renames(tables, "practice_areas", "practice_area", switches);
  renames(tables, "case_stages", "case_stage", switches);
}

/** Cases carry the name, so a renamed or deleted area changes what they answer. */
function renames(
  tables: Tables,
  list: "practice_areas" | "case_stages",
  field: "practice_area" | "case_stage",
  switches: MyCaseSwitches,
): void {
  tables[list].on(({ action, row, before }) => {
    if (action === "created" || !before || (action === "updated" && before.name === row.name)) return;
    const having = [...tables.cases.scan()].filter((one) => one[field] === before.name);
    const change = { [field]: action === "deleted" ? null : row.name } as Partial<Case>;
    for (const one of having) tables.cases.update(one.id, change, { bump: switches.rename_bumps_cases });
  });
}

export function mergeClients(tables: Tables, survivor_id: number, gone_id: number): Client {
  const survivor = tables.clients.get(survivor_id);
  if (!survivor || survivor_id === gone_id) throw new Error(`No client ${survivor_id} to merge into`);
  const replaced = (refs: Ref[]) => [...new Set(refs.map((one) => (one.id === gone_id ? survivor_id : one.id)))].map((id) => ({ id }));
  for (const row of [...tables.cases.scan()]) {
    const paid = row.billing_contact?.id === gone_id;
    if (!paid && !row.clients.some((one) => one.id === gone_id)) continue;
    tables.cases.update(row.id, { clients: replaced(row.clients), billing_contact: paid ? { id: survivor_id } : row.billing_contact });
  }
  for (const row of [...tables.companies.scan()]) {
    if (row.clients.some((one) => one.id === gone_id)) tables.companies.update(row.id, { clients: replaced(row.clients) });
  }
  tables.clients.remove(gone_id);
  return tables.clients.update(survivor_id, {});
}

/** A table whose updates move `updated_at` only when the rule says so. */
function governed<R extends Row>(table: Table<R>, bumps: (change: object) => boolean): Table<R> {
  return {
    get: (id) => table.get(id),
    count: () => table.count(),
    scan: (options) => table.scan(options),
    insert: (row) => table.insert(row),
    update: (id, change, options = {}) => table.update(id, change, { bump: options.bump ?? bumps(change) }),
    remove: (id) => table.remove(id),
    on: (listener) => table.on(listener),
  };
}
