/** Reads Clio Manage v4: one list per kind with everything nested in it, cursors followed as given (clio.md §3, §7, §8.7). */
import type { Identity, KindPlan, ReadOne, Session, VendorReader } from "../../model/connector.ts";
import { VendorError } from "../../model/connector.ts";
import type { Kind } from "../../model/kinds.ts";
import type { Answer, Policy } from "../../lib/http.ts";
import { getJson, isOurs } from "../../lib/http.ts";
import { checkRows } from "../../lib/rows.ts";
import { idText } from "../../lib/shape.ts";
import type { ClioEndpoint } from "./wire.ts";
import { ENDPOINTS, RESPONSIBLE_STAFF, rowRules } from "./wire.ts";

/** Matters in the order in which a firm wants them (B-SYN-7); Clio takes several states with commas between (clio.md §8.2). */
const STATUS_OF_PART: Record<string, string> = { open: "open,pending", closed: "closed" };

export const PLANS: readonly KindPlan[] = (
  ["staff", "practice_area", "stage", "custom_field", "matter", "contact", "relationship"] as const
).map((kind) => ({
  kind,
  parts: kind === "matter" ? Object.keys(STATUS_OF_PART) : ["all"],
  page_size: endpointOf(kind).page_size,
  changed_since: true,
  // The one list without a counterpart for single records (clio-openapi: no /matter_stages/{id}).
  by_id: kind !== "stage",
  volatile: ["updated_at", "etag"],
}));

/** What a reader has learned about the provider, kept for all sessions of one connector. */
export interface ClioMemory {
  without_responsible_staff: boolean;
  /** Which way of writing a note's type it has taken, when writing and when listing; null: not yet known. */
  note_case: { write: "lower" | "capital" | null; list: "lower" | "capital" | null };
}

export function createClioReader(session: Session, policy: Policy, memory: ClioMemory): VendorReader {
  const api = `${policy.origin}/api/v4`;

  const fieldsOf = (endpoint: ClioEndpoint) =>
    memory.without_responsible_staff ? endpoint.fields.replace(`,${RESPONSIBLE_STAFF}`, "") : endpoint.fields;

  /** `build` gives the URL anew after we have learned that a field is unknown. */
  const get = async (build: () => URL, follows: boolean, complaint: (value: unknown) => string | null): Promise<Answer> => {
    const url = build();
    try {
      return await getJson(session, policy, { url, follows, complaint });
    } catch (error) {
      if (!refusesResponsibleStaff(error) || !url.searchParams.get("fields")?.includes(RESPONSIBLE_STAFF)) throw error;
      memory.without_responsible_staff = true;
      return getJson(session, policy, { url: build(), follows, complaint });
    }
  };

  const page: VendorReader["page"] = async ({ kind, part, since, cursor, limit }) => {
    const endpoint = endpointOf(kind);
    const answer = await get(
      () => cursorUrl(cursor, policy) ?? listUrl(api, endpoint, fieldsOf(endpoint), part, since, limit),
      cursor !== null,
      isList,
    );
    const { data, meta } = answer.value as ClioList;
    const next = meta?.paging?.next ?? null;
    if (next !== null) ours(next, cursor, policy);
    return {
      rows: checkRows(data, answer.signs, rowRules(kind)),
      next,
      total: typeof meta?.records === "number" ? meta.records : null,
      provider_time: answer.provider_time,
      read_at: answer.read_at,
    };
  };

  const one: VendorReader["one"] = async (kind, provider_id) => {
    const endpoint = endpointOf(kind);
    const build = () => {
      const url = new URL(`${api}/${endpoint.path}/${encodeURIComponent(provider_id)}.json`);
      url.searchParams.set("fields", fieldsOf(endpoint));
      return url;
    };
    const asked_at = session.clock.now().toISOString();
    try {
      const answer = await get(build, false, (value) => isRecord(value, provider_id));
      const [row] = checkRows([(answer.value as { data: unknown }).data], answer.signs, rowRules(kind));
      return { found: true, row: row as NonNullable<typeof row>, read_at: answer.read_at };
    } catch (error) {
      return missing(error, asked_at);
    }
  };

  return { page, one, who_am_i: () => whoAmI(get, api) };
}

export interface ClioList {
  data: unknown[];
  meta?: { paging?: { next?: string | null } | null; records?: unknown } | null;
}

export function endpointOf(kind: Kind): ClioEndpoint {
  const endpoint = ENDPOINTS[kind];
  if (!endpoint) throw new VendorError("broken", `Clio has no list of ${kind} records.`);
  return endpoint;
}

function listUrl(api: string, endpoint: ClioEndpoint, fields: string, part: string, since: string | null, limit = endpoint.page_size): URL {
  const url = new URL(`${api}/${endpoint.path}.json`);
  const status = endpoint.path === "matters" ? STATUS_OF_PART[part] : undefined;
  url.searchParams.set("limit", String(limit));
  if (endpoint.ordered) url.searchParams.set("order", "id(asc)");
  if (status !== undefined) url.searchParams.set("status", status);
  if (since !== null) url.searchParams.set("updated_since", since);
  url.searchParams.set("fields", fields);
  return url;
}

/** A stored cursor of another host (the address was changed since) is of no use any more: read the list anew. */
function cursorUrl(cursor: string | null, policy: Policy): URL | null {
  if (cursor === null) return null;
  const url = new URL(cursor);
  if (!isOurs(url, policy)) throw new VendorError("page_expired", `The stored page address is not at ${policy.origin}.`);
  return url;
}

export function ours(next: string, cursor: string | null, policy: Policy): void {
  if (next === cursor) throw new VendorError("page_expired", "Clio named a page as its own next page.");
  if (!URL.canParse(next) || !isOurs(new URL(next), policy))
    throw new VendorError("broken", `Clio's next page is not at ${policy.origin}; it was not followed.`);
}

export function isList(value: unknown): string | null {
  const { data, meta } = (value ?? {}) as Partial<ClioList>;
  if (!Array.isArray(data)) return "there is no list of records in it";
  const next = meta?.paging?.next ?? null;
  return next === null || typeof next === "string" ? null : "its link to the next page is no text";
}

function isRecord(value: unknown, provider_id: string): string | null {
  const data = (value as { data?: { id?: unknown } | null } | null)?.data;
  if (data === null || typeof data !== "object" || Array.isArray(data)) return "there is no record in it";
  const id = idText(data.id);
  return id === null || id === provider_id ? null : `it holds record ${id} instead of ${provider_id}`;
}

function missing(error: unknown, read_at: string): ReadOne {
  if (error instanceof VendorError && error.failure === "not_found") return { found: false, reason: "not_found", read_at };
  if (error instanceof VendorError && error.failure === "forbidden") return { found: false, reason: "hidden", read_at };
  throw error;
}

/** "… is not a valid field" (clio.md §2, [L]). */
function refusesResponsibleStaff(error: unknown): boolean {
  return error instanceof VendorError && error.status === 400 && error.message.includes("responsible_staff");
}

interface ClioMe {
  id?: unknown;
  name?: string | null;
  email?: string | null;
  time_zone?: string | null;
  roles?: unknown;
  account_owner?: boolean | null;
  account?: { id?: unknown; name?: string | null } | null;
}

type Get = (build: () => URL, follows: boolean, complaint: (value: unknown) => string | null) => Promise<Answer>;

async function whoAmI(get: Get, api: string): Promise<Identity> {
  const url = new URL(`${api}/users/who_am_i.json`);
  url.searchParams.set("fields", "id,name,email,time_zone,roles,account_owner,account{id,name}");
  const answer = await get(() => url, false, isIdentity);
  const me = (answer.value as { data: ClioMe }).data;
  const roles = Array.isArray(me.roles) ? me.roles.map((role) => String(role).toLowerCase()) : null;
  return {
    user_id: idText(me.id) ?? "",
    user_name: me.name ?? "",
    user_email: me.email ?? "",
    user_is_admin: roles === null && me.account_owner == null ? null : me.account_owner === true || (roles?.includes("admin") ?? false),
    account_id: idText(me.account?.id) ?? "",
    account_name: me.account?.name ?? "",
    firm_url: null,
    time_zone: me.time_zone ?? null,
  };
}

function isIdentity(value: unknown): string | null {
  const me = (value as { data?: ClioMe | null } | null)?.data;
  return idText(me?.id) === null || idText(me?.account?.id) === null ? "it does not say who the user and their firm are" : null;
}
