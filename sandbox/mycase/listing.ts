/** One page of a list (fact sheet 2.1): bare array, Link to the next page, Item-Count over all pages. */
import type { ListLag } from "../kit/list_lag.ts";
import type { FaultContext } from "../kit/pipeline.ts";
import type { Random } from "../kit/random.ts";
import type { Row, SandboxClock } from "../kit/types.ts";
import type { Context, Nested, Resource } from "./lists.ts";
import { encodeToken, expiredPage, readListQuery } from "./query.ts";
import type { ListQuery } from "./query.ts";
import type { MyCaseSwitches } from "./switches.ts";

export interface Listing {
  resource: Resource;
  nested: { list: Nested; parent_id: number } | null;
}

export interface ListingSetup {
  switches: MyCaseSwitches;
  clock: SandboxClock;
  random: Random;
  /** Origin that Link headers name; the request's own when null. */
  base_url: string | null;
  context: Context;
}

export function answerList(listing: Listing, url: URL, user_id: number, fault: FaultContext, setup: ListingSetup): Response {
  const { switches, clock } = setup;
  const { resource } = listing;
  const own = listing.nested ? [] : Object.keys(resource.filters);
  const filters = new Set(!listing.nested || listing.nested.list.filtered ? ["updated_after", ...own] : own);
  const query = readListQuery(
    url,
    { filters, expands: resource.expands && !listing.nested, nested: listing.nested !== null },
    switches,
    clock.now().getTime(),
  );
  if (fault.fault === "page_expired") {
    fault.reached();
    throw expiredPage(switches);
  }
  const fits = fitting(listing, query, user_id, setup.context.lag);
  const { rows, total, next } = switches.list_order === "id" ? pageById(listing, query, user_id, fits) : pageByUpdate(listing, query, fits);
  const wires = rows.map((row) => resource.wire(row, query.view));
  if (fault.fault === "row_vanishes" && wires.length > 0) {
    wires.splice(setup.random.int(wires.length), 1);
    fault.reached();
  }
  if (fault.fault === "edit_while_paging") editOne(resource, rows, setup, fault);
  const headers = new Headers({ "content-type": "application/json; charset=utf-8" });
  if (switches.item_count) headers.set("item-count", String(total));
  if (next !== null) headers.set("link", `<${nextUrl(url, query, next, total, setup)}>; rel="next"`);
  return new Response(JSON.stringify(wires), { headers });
}

interface Cut {
  rows: Row[];
  total: number;
  /** Where the next page goes on; null on the last. */
  next: number | null;
}

type Fits = (row: Row) => boolean;

function fitting(listing: Listing, query: ListQuery, user_id: number, lag: ListLag): Fits {
  const { resource } = listing;
  const late = resource.kind !== undefined && lag.hidden(resource.kind) > 0 ? resource.kind : null;
  const open = resource.open(user_id);
  const filters = query.filters.map(([name, value]) => [resource.filters[name] as Resource["filters"][string], value] as const);
  const { unlisted } = resource;
  return (row) =>
    (open || resource.visible(row, user_id)) &&
    !unlisted?.is(row) &&
    (late === null || !lag.hides(late, row.id)) &&
    filters.every(([filter, value]) => filter(row, value));
}

function scan(listing: Listing, query: ListQuery, after_id: number | undefined): Iterable<Row> {
  if (listing.nested) {
    const rows = listing.nested.list.rows(listing.nested.parent_id);
    const { updated_since } = query;
    return [...rows].filter((row) => row.id > (after_id ?? 0) && (updated_since === null || row.updated_at >= updated_since));
  }
  return listing.resource.table.scan({
    ...(after_id === undefined ? {} : { after_id }),
    ...(query.updated_since === null ? {} : { updated_since: query.updated_since }),
  });
}

/** A cursor: edits neither repeat nor hide a row. The total is counted once, with the first page, and travels in the token. */
function pageById(listing: Listing, query: ListQuery, user_id: number, fits: Fits): Cut {
  const whole =
    listing.resource.kind === undefined &&
    !listing.nested &&
    query.updated_since === null &&
    query.filters.length === 0 &&
    listing.resource.open(user_id) &&
    !listing.resource.unlisted?.any();
  const known = query.token?.total ?? (whole ? listing.resource.table.count() : null);
  const rows: Row[] = [];
  let counted = 0;
  for (const row of scan(listing, query, query.token?.after)) {
    if (!fits(row)) continue;
    if (++counted <= query.page_size) rows.push(row);
    else if (known !== null) break;
  }
  return { rows, total: known ?? counted, next: counted > query.page_size ? (rows.at(-1) as Row).id : null };
}

/** An offset into a list that edits reorder. */
function pageByUpdate(listing: Listing, query: ListQuery, fits: Fits): Cut {
  const all = [...scan(listing, query, undefined)].filter(fits);
  all.sort((a, b) => (a.updated_at === b.updated_at ? a.id - b.id : a.updated_at < b.updated_at ? -1 : 1));
  const start = query.token?.after ?? 0;
  const end = start + query.page_size;
  return { rows: all.slice(start, end), total: all.length, next: end < all.length ? end : null };
}

function nextUrl(url: URL, query: ListQuery, after: number, total: number, setup: ListingSetup): string {
  const { switches, clock } = setup;
  const ends = clock.now().getTime() + switches.page_token_seconds * 1000;
  const token = encodeToken({ path: url.pathname, query: query.parameters.toString(), after, total, ends });
  const next = new URL(url.pathname, setup.base_url ?? url.origin);
  if (switches.page_link === "repeats_query") for (const [name, value] of query.parameters) next.searchParams.append(name, value);
  next.searchParams.set("page_size", String(query.page_size));
  next.searchParams.set("page_token", token);
  return next.href;
}

/** Somebody at the firm edits a row of the page that is just being answered, which therefore shows it as it was. */
function editOne(resource: Resource, rows: Row[], setup: ListingSetup, fault: FaultContext): void {
  const { clients, companies, cases } = setup.context.tables;
  const row = rows.length > 0 ? setup.random.pick(rows) : undefined;
  const text = `Edited while the list was read (${setup.random.int(1_000_000)})`;
  const table: unknown = resource.table;
  if (!row) return;
  if (table === clients) clients.update(row.id, { notes: text });
  else if (table === companies) companies.update(row.id, { notes: text });
  else if (table === cases) cases.update(row.id, { description: text });
  else return;
  fault.reached();
}
