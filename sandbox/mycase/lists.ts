/** What can be listed and read by id: tables, filters, who sees a row, how it is written (fact sheet 2.2 and 4). */
import type { ListLag } from "../kit/list_lag.ts";
import type { Row, Table } from "../kit/types.ts";
import type { Written, WrittenParent } from "../kit/written.ts";
import { Refusal } from "./answers.ts";
import type { Access, Feature } from "./access.ts";
import { documentWire, versionWire } from "./documents.ts";
import { folderWire } from "./folders.ts";
import type { FileIndexes } from "./folders.ts";
import type { CaseLinks } from "./links.ts";
import type { MyCaseSwitches } from "./switches.ts";
import { seesThread } from "./threads.ts";
import type { Case, CaseDocument, Client, Company, DocumentVersion, Folder, Lead, MessageThread, Note, Staff, Tables } from "./types.ts";
import type { Serializer, View, Wire } from "./wire.ts";

type Filter<R> = (row: R, value: string) => boolean;

export interface Resource<R extends Row = Row> {
  table: Table<R>;
  /** Its name among what is written: lists may show new rows later. */
  kind?: string;
  feature: Feature | null;
  /** Beside `updated_after`, which every list of the firm has. */
  filters: Record<string, Filter<R>>;
  by_id: boolean;
  list: boolean;
  /** `field[client]` and `field[custom_field]`. */
  expands: boolean;
  /** Whether everybody sees every row; otherwise `visible` is asked for each. */
  open(user_id: number): boolean;
  visible(row: R, user_id: number): boolean;
  /** Left out of lists, readable by id; none when absent. */
  unlisted?: { any(): boolean; is(row: R): boolean };
  wire(row: R, view: View): Wire;
}

/** A list under a record: `/clients/{id}/cases`. */
export interface Nested {
  of: string;
  /** Takes `filter[updated_after]`, as few lists under a record do. */
  filtered?: boolean;
  rows(parent_id: number): Iterable<Row>;
}

export interface Context {
  tables: Tables;
  access: Access;
  links: CaseLinks;
  serializer: Serializer;
  switches: MyCaseSwitches;
  written: Written;
  lag: ListLag;
  indexes: FileIndexes;
}

export function createResources(context: Context): { resources: Map<string, Resource>; nested: Map<string, Nested> } {
  const { tables, access, links, serializer, switches, written, indexes } = context;
  const match = textMatch(switches);
  const text =
    <R>(read: (row: R) => string | null): Filter<R> =>
    (row, value) =>
      match(read(row), value);
  const phone =
    <R>(read: (row: R) => string | null): Filter<R> =>
    (row, value) =>
      phoneMatch(read(row), value, switches, match);
  const person = <R extends Client | Lead>() => ({
    email: text<R>((row) => row.email),
    first_name: text<R>((row) => row.first_name),
    last_name: text<R>((row) => row.last_name),
    cell_phone_number: phone<R>((row) => row.cell_phone_number),
    work_phone_number: phone<R>((row) => row.work_phone_number),
    home_phone_number: phone<R>((row) => row.home_phone_number),
  });
  const everyone = (user_id: number) => access.seesAll(user_id);
  const unlisted = { any: () => !switches.list_archived, is: (row: Client | Company) => !switches.list_archived && row.archived };
  const plain = <R extends Row>(table: Table<R>, feature: Feature | null = null, rest: Partial<Resource<R>> = {}): Resource =>
    resource<R>({
      table,
      feature,
      filters: {},
      by_id: false,
      list: true,
      expands: false,
      open: () => true,
      visible: () => true,
      wire: (row) => serializer.plain(row),
      ...rest,
    });
  const ofCase = (row: { case: { id: number } | null }, user_id: number): boolean => {
    const found = row.case && tables.cases.get(row.case.id);
    return !found || access.seesCase(user_id, found);
  };

  const resources = new Map<string, Resource>([
    [
      "clients",
      resource<Client>({
        table: tables.clients,
        feature: "contacts",
        filters: person<Client>(),
        by_id: true,
        list: true,
        expands: false,
        open: (user_id) => everyone(user_id),
        visible: (row, user_id) => access.seesParty(user_id, "clients", row.id),
        unlisted,
        wire: (row) => serializer.client(row),
      }),
    ],
    [
      "companies",
      resource<Company>({
        table: tables.companies,
        feature: "contacts",
        filters: {
          email: text((row) => row.email),
          name: text((row) => row.name),
          main_phone_number: phone((row) => row.main_phone_number),
          fax_phone_number: phone((row) => row.fax_phone_number),
        },
        by_id: true,
        list: true,
        expands: false,
        open: (user_id) => everyone(user_id),
        visible: (row, user_id) => access.seesParty(user_id, "companies", row.id),
        unlisted,
        wire: (row) => serializer.company(row),
      }),
    ],
    [
      "cases",
      resource<Case>({
        table: tables.cases,
        feature: "cases",
        filters: { status: oneOf(["open", "closed"], (row) => row.status) },
        by_id: true,
        list: true,
        expands: true,
        open: (user_id) => everyone(user_id),
        visible: (row, user_id) => access.seesCase(user_id, row),
        wire: (row, view) => serializer.case(row, view),
      }),
    ],
    [
      "staff",
      plain<Staff>(tables.staff, null, {
        by_id: true,
        filters: { status: oneOf(["active", "inactive"], (row) => (row.active ? "active" : "inactive")) },
      }),
    ],
    ["leads", plain<Lead>(tables.leads, "leads", { by_id: true, filters: person<Lead>(), wire: (row) => serializer.lead(row) })],
    ["custom_fields", plain(tables.custom_fields, "custom_fields", { by_id: true, wire: (row) => serializer.customField(row) })],
    ["people_groups", plain(tables.people_groups)],
    ["case_stages", plain(tables.case_stages)],
    ["practice_areas", plain(tables.practice_areas)],
    ["case_roles", plain(tables.case_roles)],
    ["referral_sources", plain(tables.referral_sources)],
    ["locations", plain(tables.locations)],
    ["calls", plain(tables.calls, "calls", { kind: "calls" })],
    ["notes", plain<Note>(tables.notes, "notes", { kind: "notes", by_id: true, list: false, visible: ofCase, open: everyone })],
    [
      "documents",
      plain<CaseDocument>(tables.documents, "documents", {
        kind: "documents",
        by_id: true,
        visible: ofCase,
        open: everyone,
        wire: (row) => documentWire(row, context),
      }),
    ],
    ["document_versions", plain<DocumentVersion>(tables.document_versions, "documents", { wire: (row) => versionWire(row, context) })],
    [
      "folders",
      plain<Folder>(tables.folders, "documents", { list: false, visible: ofCase, open: everyone, wire: (row) => folderWire(row, context) }),
    ],
    [
      "message_threads",
      plain<MessageThread>(tables.message_threads, "messages", {
        kind: "message_threads",
        list: false,
        open: () => !switches.threads_private,
        visible: (row, user_id) => seesThread(row, user_id, switches),
      }),
    ],
  ]);

  const under =
    <R extends Row>(kind: string, table: Table<R>, parent: WrittenParent["kind"]): Nested["rows"] =>
    (id) =>
      rowsOf(table, written.idsUnder(kind, { kind: parent, id }));
  const nested = new Map<string, Nested>([
    ["clients/cases", { of: "cases", rows: (id) => links.casesOf("clients", id).flatMap((case_id) => tables.cases.get(case_id) ?? []) }],
    ["clients/notes", { of: "notes", rows: under("notes", tables.notes, "contact") }],
    ["cases/notes", { of: "notes", rows: under("notes", tables.notes, "matter") }],
    ["clients/message_threads", { of: "message_threads", rows: under("message_threads", tables.message_threads, "contact") }],
    ["cases/documents", { of: "documents", rows: under("documents", tables.documents, "matter") }],
    [
      "folders/documents",
      { of: "documents", filtered: true, rows: (id) => rowsOf(tables.documents, indexes.documents_in.ids(String(id))) },
    ],
    ["folders/subfolders", { of: "folders", filtered: true, rows: (id) => rowsOf(tables.folders, indexes.subfolders_of.ids(String(id))) }],
    [
      "documents/versions",
      { of: "document_versions", rows: (id) => rowsOf(tables.document_versions, indexes.versions_of.ids(String(id))) },
    ],
  ]);
  return { resources, nested };
}

const rowsOf = <R extends Row>(table: Table<R>, ids: readonly number[]): R[] => ids.flatMap((id) => table.get(id) ?? []);

/** A map of lists forgets each row's own type: a resource only ever sees rows of its own table. */
const resource = <R extends Row>(one: Resource<R>): Resource => one as unknown as Resource;

function oneOf<R>(allowed: readonly string[], read: (row: R) => string): Filter<R> {
  return (row, value) => {
    if (!allowed.includes(value))
      throw new Refusal(400, `filter[status] must be one of ${allowed.join(", ")}.`, { parameter: "filter[status]" });
    return read(row) === value;
  };
}

type TextMatch = (found: string | null, wanted: string) => boolean;

function textMatch(switches: MyCaseSwitches): TextMatch {
  return (found, wanted) => {
    if (found === null) return false;
    if (switches.text_filter === "exact") return found === wanted;
    const [a, b] = [found.toLowerCase(), wanted.toLowerCase()];
    return switches.text_filter === "contains" ? a.includes(b) : a === b;
  };
}

const digits = (text: string): string => text.replaceAll(/\D/g, "");

function phoneMatch(found: string | null, wanted: string, switches: MyCaseSwitches, match: TextMatch): boolean {
  return switches.phone_filter_digits && found !== null ? digits(found) === digits(wanted) : match(found, wanted);
}
