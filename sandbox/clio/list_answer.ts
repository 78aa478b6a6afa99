/** Answers one list request: filters, order, paging, and the rows shown by `fields`. */
import type { ListLag } from "../kit/list_lag.ts";
import type { Row, Table } from "../kit/types.ts";
import type { Written } from "../kit/written.ts";
import { ClioError } from "./errors.ts";
import type { Getter } from "./fields.ts";
import { customValueFilter, sinceTest, wrong } from "./filters.ts";
import type { Test } from "./filters.ts";
import type { ContactRow } from "./rows.ts";
import type { List } from "./lists.ts";
import type { Paging, Walk } from "./paging.ts";
import { OFFSET_END } from "./paging.ts";
import type { View } from "./view.ts";

export interface ListRequest<R extends Row> {
  list: List<R>;
  url: URL;
  /** Origin of the links to other pages. */
  base: string;
  view: View;
  now: Date;
  written: Written;
  lag: ListLag;
  show: Getter<R, View>;
  paging: Paging;
}

export interface ListAnswer<R> {
  data: unknown[];
  rows: R[];
  meta: { paging: { previous?: string; next?: string }; records?: number };
}

interface Choice<R> {
  /** Every row must pass all. */
  tests: Test<R>[];
  scan_from: string | undefined;
  /** Only these rows can pass; null: any. */
  ids: readonly number[] | null;
}

export function answerList<R extends Row>(request: ListRequest<R>): ListAnswer<R> {
  const { list, url, view, paging } = request;
  const limit = paging.limit(url, list.maximum);
  const choice = choose(request);
  const order = orderOf(list, url, view);
  const offset = url.searchParams.get("offset");
  return order === null && offset === null ? cursorPage(request, choice, limit) : offsetPage(request, choice, limit, order, offset);
}

function choose<R extends Row>(request: ListRequest<R>): Choice<R> {
  const { list, url, view, now, lag } = request;
  const tests: Test<R>[] = [];
  let scan_from: string | undefined;
  for (const [name, value] of url.searchParams) {
    const custom = /^custom_field_values\[(\d+)\]$/.exec(name);
    if (name === "updated_since") {
      const since = sinceTest(value, view.switches);
      scan_from = since.scan_from;
      tests.push((row) => since.test(row.updated_at));
    } else if (name === "created_since") {
      const since = sinceTest(value, view.switches);
      // What was made since was changed since.
      scan_from ??= since.scan_from;
      tests.push((row) => since.test(row.created_at));
    } else if (custom && list.custom_values) {
      tests.push(customValueFilter<ContactRow>(Number(custom[1]), value, view) as unknown as Test<R>);
    } else {
      const test = list.filters[name]?.(value, view, now);
      if (test) tests.push(test);
    }
  }
  const exclude = new Set(numbers(url, "exclude_ids[]"));
  if (exclude.size > 0 && list.table === "contacts") tests.push((row) => !exclude.has(row.id));
  if (list.hides) tests.push((row) => list.hides?.(row, url) === false);
  if (list.sees) tests.push((row) => list.sees?.(row, view) ?? true);
  if (lag.hidden(list.table)) tests.push((row) => !lag.hides(list.table, row.id));
  externalProperty(request, tests);
  const ids = url.searchParams.has("ids[]") ? numbers(url, "ids[]") : null;
  if (ids && view.switches.ids_maximum !== null && ids.length > view.switches.ids_maximum) {
    throw new ClioError(400, `ids must not hold more than ${view.switches.ids_maximum} entries`);
  }
  return { tests, scan_from, ids: ids ?? indexed(request) };
}

/** The shortest of the lists that an index has for one of the filters. */
function indexed<R extends Row>({ list, url, written }: ListRequest<R>): readonly number[] | null {
  // What lies in the trash has no marks any more.
  const trash = url.searchParams.get("include_deleted") === "true";
  const value = trash ? null : url.searchParams.get("external_property_value");
  const found = [...(value === null ? [] : [written.idsWith(list.table, value)])];
  for (const [name, kind] of Object.entries(list.indexed ?? {})) {
    const text = url.searchParams.get(name);
    if (text !== null && /^\d+$/.test(text)) found.push(written.idsUnder(list.table, { kind, id: Number(text) }));
  }
  return found.toSorted((a, b) => a.length - b.length)[0] ?? null;
}

/** The value filter needs the name filter too (clio.md 9). */
function externalProperty<R extends Row>({ url, view, now }: ListRequest<R>, tests: Test<R>[]): void {
  const name = url.searchParams.get("external_property_name");
  const value = url.searchParams.get("external_property_value");
  if (name === null && value === null) return;
  if (name === null) return wrong("external_property_value", value ?? "");
  const known = new Date(now.getTime() - view.switches.external_property_lag_seconds * 1000).toISOString();
  tests.push((row) => row.created_at <= known);
  type Propertied = { external_properties?: { name: string; value: string }[] };
  tests.push(
    (row) => (row as Propertied).external_properties?.some((one) => one.name === name && (value === null || one.value === value)) ?? false,
  );
}

function numbers(url: URL, name: string): number[] {
  return url.searchParams.getAll(name).map((text) => (/^\d+$/.test(text) ? Number(text) : wrong(name, text)));
}

interface Order<R> {
  get(row: R, view: View): string | number | null;
  sign: 1 | -1;
}

/** Null: by id ascending, the only order in which a cursor can walk. */
function orderOf<R extends Row>(list: List<R>, url: URL, view: View): Order<R> | null {
  const told = url.searchParams.get("order");
  if (told !== null && list.orders === null) {
    if (view.switches.undocumented_order === "refuse") throw new ClioError(400, "order is not a valid parameter");
    return null;
  }
  const text = told ?? list.default_order ?? "id(asc)";
  if (text === "id(asc)") return null;
  const [, name = "", direction] = /^([a-z_.]+)\((asc|desc)\)$/.exec(text) ?? [];
  const get = list.orders?.[name];
  return get ? { get, sign: direction === "desc" ? -1 : 1 } : wrong("order", text);
}

function* chosen<R extends Row>({ list, view }: ListRequest<R>, choice: Choice<R>, after: number): Iterable<R> {
  const table = view.tables[list.table] as unknown as Table<R>;
  const { tests } = choice;
  for (const row of candidates(table, choice, after)) if (tests.every((test) => test(row))) yield row;
}

function* candidates<R extends Row>(table: Table<R>, choice: Choice<R>, after: number): Iterable<R> {
  if (choice.ids === null)
    return yield* table.scan(choice.scan_from === undefined ? { after_id: after } : { after_id: after, updated_since: choice.scan_from });
  for (const id of [...new Set(choice.ids)].toSorted((a, b) => a - b)) {
    const row = id > after ? table.get(id) : undefined;
    if (row) yield row;
  }
}

/** Counting costs a walk over the table, so it is done once per walk. */
function count<R extends Row>(request: ListRequest<R>, choice: Choice<R>): number {
  if (!request.view.switches.records_in_meta) return 0;
  if (choice.tests.length === 0 && choice.ids === null) return request.view.tables[request.list.table].count();
  let records = 0;
  for (const row of chosen(request, choice, 0)) if (row.id > 0) records++;
  return records;
}

function cursorPage<R extends Row>(request: ListRequest<R>, choice: Choice<R>, limit: number): ListAnswer<R> {
  const { url, base, view, paging, show } = request;
  const user = view.viewer.user.id;
  const cursor = paging.cursor(url, user);
  const rows: R[] = [];
  let more = false;
  for (const row of chosen(request, choice, cursor.after)) {
    if (rows.length === limit) {
      more = true;
      break;
    }
    rows.push(row);
  }
  const whole = cursor.page === 0 && !more ? rows.length : undefined;
  const walk: Walk = cursor.walk ?? paging.start(whole ?? count(request, choice));
  const meta: ListAnswer<R>["meta"] = { paging: {} };
  const last = rows.at(-1)?.id ?? cursor.after;
  walk.starts[cursor.page] = cursor.after;
  const before = walk.starts[cursor.page - 1];
  if (cursor.page > 0 && before !== undefined) meta.paging.previous = paging.link(url, base, user, walk, cursor.page - 1, before);
  if (more) meta.paging.next = paging.link(url, base, user, walk, cursor.page + 1, last);
  if (view.switches.records_in_meta) meta.records = walk.records;
  return { data: rows.map((row) => show(row, view)), rows, meta };
}

function offsetPage<R extends Row>(
  request: ListRequest<R>,
  choice: Choice<R>,
  limit: number,
  order: Order<R> | null,
  text: string | null,
): ListAnswer<R> {
  const { url, base, view, show } = request;
  const offset = text === null || /^\d+$/.test(text) ? Number(text ?? 0) : wrong("offset", text);
  if (offset + limit > OFFSET_END && offset >= OFFSET_END) {
    if (view.switches.beyond_10000 === "refuse") throw new ClioError(400, `Only the first ${OFFSET_END} records can be read by offset`);
    return { data: [], rows: [], meta: { paging: {} } };
  }
  const all = [...chosen(request, choice, 0)];
  if (order) all.sort((a, b) => compare(order.get(a, view), order.get(b, view)) * order.sign || a.id - b.id);
  const rows = all.slice(offset, Math.min(offset + limit, OFFSET_END));
  const at = (place: number): string => {
    const other = new URL(url.pathname + url.search, base);
    other.searchParams.set("offset", String(place));
    return other.href;
  };
  const meta: ListAnswer<R>["meta"] = { paging: {} };
  if (offset > 0) meta.paging.previous = at(Math.max(0, offset - limit));
  if (offset + limit < Math.min(all.length, OFFSET_END)) meta.paging.next = at(offset + limit);
  if (view.switches.records_in_meta) meta.records = all.length;
  return { data: rows.map((row) => show(row, view)), rows, meta };
}

function compare(a: string | number | null, b: string | number | null): number {
  if (a === b) return 0;
  if (a === null) return -1;
  if (b === null) return 1;
  return a < b ? -1 : 1;
}
