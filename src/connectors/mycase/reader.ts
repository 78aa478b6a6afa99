/** Reads MyCase v1: bare arrays, pages by `Link` header, one date filter (mycase.md §2). */
import type { Identity, KindPlan, ReadOne, Session, VendorReader } from "../../model/connector.ts";
import { VendorError } from "../../model/connector.ts";
import type { Kind } from "../../model/kinds.ts";
import type { Policy } from "../../lib/http.ts";
import { getJson, isOurs } from "../../lib/http.ts";
import { nextLink } from "../../lib/link_header.ts";
import { checkRows } from "../../lib/rows.ts";
import { idText } from "../../lib/shape.ts";
import type { MyCaseEndpoint } from "./wire.ts";
import { ENDPOINTS, rowRules } from "./wire.ts";

const PAGE_SIZE = 1000;
/** Open cases first (B-SYN-7). */
const CASE_PARTS = ["open", "closed"];

const KINDS_READ = ["staff", "practice_area", "stage", "people_group", "custom_field", "matter", "company", "contact", "lead"] as const;

export const PLANS: readonly KindPlan[] = KINDS_READ.map((kind) => ({
  kind,
  parts: kind === "matter" ? CASE_PARTS : ["all"],
  page_size: PAGE_SIZE,
  changed_since: true,
  by_id: endpointOf(kind).by_id,
  volatile: ["updated_at"],
}));

export function createMyCaseReader(session: Session, policy: Policy): VendorReader {
  const api = `${policy.origin}/v1`;

  const page: VendorReader["page"] = async ({ kind, part, since, cursor, limit }) => {
    const url = cursorUrl(cursor, policy) ?? listUrl(api, endpointOf(kind), part, since, limit);
    const answer = await getJson(session, policy, { url, follows: cursor !== null, complaint: isList });
    const next = nextLink(answer.headers.get("link"), url);
    if (next !== null) ours(next, url, policy);
    return {
      rows: checkRows(answer.value as unknown[], answer.signs, rowRules(kind)),
      next: next?.href ?? null,
      total: itemCount(answer.headers),
      provider_time: answer.provider_time,
      read_at: answer.read_at,
    };
  };

  const one: VendorReader["one"] = async (kind, provider_id) => {
    const { path, by_id, query } = endpointOf(kind);
    if (!by_id) throw new VendorError("broken", `MyCase cannot show one ${kind} by its id.`);
    const url = new URL(`${api}/${path}/${encodeURIComponent(provider_id)}`);
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    const asked_at = session.clock.now().toISOString();
    try {
      const answer = await getJson(session, policy, { url, follows: false, complaint: (value) => isRecord(value, provider_id) });
      const [row] = checkRows([answer.value], answer.signs, rowRules(kind));
      return { found: true, row: row as NonNullable<typeof row>, read_at: answer.read_at };
    } catch (error) {
      return missing(error, asked_at);
    }
  };

  return { page, one, who_am_i: () => whoAmI(session, policy, api) };
}

function endpointOf(kind: Kind): MyCaseEndpoint {
  const endpoint = ENDPOINTS[kind];
  if (!endpoint) throw new VendorError("broken", `MyCase has no list of ${kind} records.`);
  return endpoint;
}

function listUrl(api: string, endpoint: MyCaseEndpoint, part: string, since: string | null, limit = PAGE_SIZE): URL {
  const url = new URL(`${api}/${endpoint.path}`);
  url.searchParams.set("page_size", String(limit));
  for (const [name, value] of Object.entries(endpoint.query)) url.searchParams.set(name, value);
  if (CASE_PARTS.includes(part)) url.searchParams.set("filter[status]", part);
  if (since !== null) url.searchParams.set("filter[updated_after]", since);
  return url;
}

/** A stored cursor of another host (the address was changed since) is of no use any more: read the list anew. */
function cursorUrl(cursor: string | null, policy: Policy): URL | null {
  if (cursor === null) return null;
  const url = new URL(cursor);
  if (!isOurs(url, policy)) throw new VendorError("page_expired", `The stored page address is not at ${policy.origin}.`);
  return url;
}

export function ours(next: URL, current: URL, policy: Policy): void {
  if (!isOurs(next, policy)) throw new VendorError("broken", `MyCase's next page is not at ${policy.origin}; it was not followed.`);
  if (next.href === current.href) throw new VendorError("page_expired", "MyCase named a page as its own next page.");
}

/** A hint at best: missing on some lists (mycase.md §2.1). */
function itemCount(headers: Headers): number | null {
  const told = headers.get("item-count") ?? "";
  return /^\d{1,12}$/.test(told) ? Number(told) : null;
}

export function isList(value: unknown): string | null {
  return Array.isArray(value) ? null : "it is no list of records";
}

function isRecord(value: unknown, provider_id: string): string | null {
  if (value === null || typeof value !== "object" || Array.isArray(value)) return "it is no record";
  const id = idText((value as { id?: unknown }).id);
  return id === null || id === provider_id ? null : `it is record ${id} instead of ${provider_id}`;
}

function missing(error: unknown, read_at: string): ReadOne {
  if (error instanceof VendorError && error.failure === "not_found") return { found: false, reason: "not_found", read_at };
  if (error instanceof VendorError && error.failure === "forbidden") return { found: false, reason: "hidden", read_at };
  throw error;
}

interface Me {
  id?: unknown;
  first_name?: string | null;
  last_name?: string | null;
  email?: string | null;
}

/** `/me` tells the user, `/firm` the firm's name and address, which serves as its id where the code exchange named none (mycase.md §1.4). */
async function whoAmI(session: Session, policy: Policy, api: string): Promise<Identity> {
  const me_answer = await getJson(session, policy, { url: new URL(`${api}/me`), follows: false, complaint: isMe });
  const firm_answer = await getJson(session, policy, { url: new URL(`${api}/firm`), follows: false, complaint: isFirm });
  const me = me_answer.value as Me;
  const firm = firm_answer.value as { name?: string | null; url?: string | null };
  return {
    user_id: idText(me.id) ?? "",
    user_name: `${me.first_name ?? ""} ${me.last_name ?? ""}`.trim(),
    user_email: me.email ?? "",
    user_is_admin: null,
    account_id: session.firm_uuid ?? firm.url ?? "",
    account_name: firm.name ?? "",
    firm_url: firm.url ?? null,
    time_zone: null,
  };
}

function isMe(value: unknown): string | null {
  return idText((value as Me | null)?.id) === null ? "it does not say who the user is" : null;
}

function isFirm(value: unknown): string | null {
  const { name, url } = (value ?? {}) as { name?: unknown; url?: unknown };
  return typeof name === "string" || typeof url === "string" ? null : "it does not say which firm this is";
}
