/** Reads and writes the lists of both vendors at the wire, independently of the connectors. */
import type { Kind, Provider } from "../src/model/kinds.ts";

type Raw = Record<string, unknown>;

const PATHS: Record<Provider, Record<string, Kind>> = {
  clio: {
    users: "staff",
    practice_areas: "practice_area",
    matter_stages: "stage",
    custom_fields: "custom_field",
    matters: "matter",
    contacts: "contact",
    relationships: "relationship",
  },
  mycase: {
    staff: "staff",
    practice_areas: "practice_area",
    case_stages: "stage",
    people_groups: "people_group",
    custom_fields: "custom_field",
    cases: "matter",
    companies: "company",
    clients: "contact",
  },
};

const PREFIX: Record<Provider, string> = { clio: "/api/v4/", mycase: "/v1/" };

export interface Asked {
  kind: Kind;
  /** Null: a list. */
  id: string | null;
  /** Follows a page token. */
  follows: boolean;
}

/** Null: neither a list nor a record that Privity reads. */
export function askedOf(provider: Provider, url: URL): Asked | null {
  if (!url.pathname.startsWith(PREFIX[provider])) return null;
  const [path, id, rest] = url.pathname
    .slice(PREFIX[provider].length)
    .replace(/\.json$/, "")
    .split("/");
  const kind = PATHS[provider][path ?? ""];
  if (!kind || rest !== undefined || (id !== undefined && !/^\d+$/.test(id))) return null;
  return { kind, id: id ?? null, follows: url.searchParams.has("page_token") };
}

/** The same request for fewer rows, so that a small firm has many pages. */
export function withPageSize(provider: Provider, url: URL, size: number): URL {
  const smaller = new URL(url);
  const name = provider === "clio" ? "limit" : "page_size";
  if (smaller.searchParams.has(name)) smaller.searchParams.set(name, String(size));
  return smaller;
}

/** The first page of the whole list that this request belongs to. */
export function wholeList(url: URL): URL {
  const whole = new URL(url);
  for (const name of ["page_token", "updated_since", "filter[updated_after]", "status", "filter[status]"]) whole.searchParams.delete(name);
  return whole;
}

export interface ListAnswer {
  rows: unknown[];
  next: string | null;
}

export async function readList(provider: Provider, response: Response): Promise<ListAnswer> {
  const body: unknown = await response.json();
  if (provider === "mycase")
    return { rows: body as unknown[], next: /<([^>]+)>;\s*rel="next"/.exec(response.headers.get("link") ?? "")?.[1] ?? null };
  const { data, meta } = body as { data: unknown[]; meta: { paging: { next?: string } } };
  return { rows: data, next: meta.paging.next ?? null };
}

/** The same answer with other rows, and with or without its way to the next page. */
export function rewriteList(
  provider: Provider,
  response: Response,
  text: string,
  change: { rows: unknown[]; keep_next: boolean },
): Response {
  const headers = new Headers(response.headers);
  headers.delete("content-length");
  if (provider === "mycase") {
    if (!change.keep_next) headers.delete("link");
    return new Response(JSON.stringify(change.rows), { status: 200, headers });
  }
  const body = JSON.parse(text) as { data: unknown[]; meta: { paging: { next?: string } } };
  body.data = change.rows;
  if (!change.keep_next) delete body.meta.paging.next;
  return new Response(JSON.stringify(body), { status: 200, headers });
}

export function rewriteOne(provider: Provider, response: Response, text: string, change: (row: Raw) => unknown): Response {
  const headers = new Headers(response.headers);
  headers.delete("content-length");
  const body = JSON.parse(text) as Raw;
  const changed = provider === "clio" ? { ...body, data: change(body["data"] as Raw) } : change(body);
  return new Response(JSON.stringify(changed), { status: response.status, headers });
}

/** An error in the vendor's own shape, which a firewall's page is not. */
export function vendorError(provider: Provider, status: number): Response {
  const body =
    provider === "clio"
      ? { error: { type: status === 403 ? "ForbiddenError" : "NotFoundError", message: "User is forbidden from taking that action" } }
      : { errors: [{ status, description: "You are not authorized to access this resource." }] };
  return Response.json(body, { status });
}
