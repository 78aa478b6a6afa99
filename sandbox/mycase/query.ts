/** Query parameters of lists: page size, page token, filters, expansion (fact sheet 2). */
import { Refusal, describeStatus } from "./answers.ts";
import type { MyCaseSwitches } from "./switches.ts";
import { CLIENT_FIELDS, PLAIN } from "./wire.ts";
import type { ClientField, View } from "./wire.ts";

const DEFAULT_SIZE = 25;
const LARGEST_SIZE = 1000;

export interface PageToken {
  path: string;
  /** The first request's parameters. */
  query: string;
  /** The last id served, or (with a shifting order) how many rows were. */
  after: number;
  total: number;
  ends: number;
}

export interface ListQuery {
  page_size: number;
  token: PageToken | null;
  updated_since: string | null;
  filters: [name: string, value: string][];
  view: View;
  /** What the link to the next page has to repeat or to hold. */
  parameters: URLSearchParams;
}

export const encodeToken = (token: PageToken): string => Buffer.from(JSON.stringify(token)).toString("base64url");

function decodeToken(text: string): PageToken | null {
  try {
    const token = JSON.parse(Buffer.from(text, "base64url").toString()) as PageToken;
    return typeof token.after === "number" && typeof token.ends === "number" && typeof token.query === "string" ? token : null;
  } catch {
    return null;
  }
}

export const expiredPage = (switches: MyCaseSwitches): Refusal =>
  new Refusal(switches.page_token_status, describeStatus(switches.page_token_status), { parameter: "page_token" });

export interface ListRules {
  filters: ReadonlySet<string>;
  expands: boolean;
  /** Under a record: the vendor's files name no page size there. */
  nested: boolean;
}

export function readListQuery(url: URL, rules: ListRules, switches: MyCaseSwitches, now: number): ListQuery {
  const given = url.searchParams;
  const token_text = given.get("page_token");
  const token = token_text === null ? null : decodeToken(token_text);
  if (token_text !== null && (!token || token.path !== url.pathname || token.ends <= now)) throw expiredPage(switches);
  const parameters = new URLSearchParams(token && switches.page_link === "baked_in_token" ? token.query : given);
  parameters.delete("page_token");
  const filters: [string, string][] = [];
  let updated_since: string | null = null;
  for (const [key, value] of parameters) {
    const name = /^filter\[(.+)\]$/.exec(key)?.[1];
    if (name === undefined) continue;
    if (!rules.filters.has(name)) {
      if (switches.unknown_filter === "reject") throw new Refusal(400, `Unknown filter ${name}.`, { parameter: key });
    } else if (name === "updated_after") updated_since = readTime(value);
    else filters.push([name, value]);
  }
  const page_size = readPageSize(given.get("page_size") ?? parameters.get("page_size"), rules, switches);
  return { page_size, token, updated_since, filters, view: rules.expands ? readView(parameters) : PLAIN, parameters };
}

function readPageSize(text: string | null, rules: ListRules, switches: MyCaseSwitches): number {
  if (text === null || text === "" || (rules.nested && !switches.nested_page_size)) return DEFAULT_SIZE;
  const size = Number(text);
  if (Number.isInteger(size) && size >= 1 && size <= LARGEST_SIZE) return size;
  if (switches.page_size_out_of_range === "clamp" && !Number.isNaN(size)) return Math.min(LARGEST_SIZE, Math.max(1, Math.floor(size)));
  throw new Refusal(400, `page_size must be between 1 and ${LARGEST_SIZE}.`, { parameter: "page_size" });
}

/** ISO 8601, date or date-time; without an offset it is UTC (fact sheet 2.2), which `Date` would take for local time. */
function readTime(text: string): string {
  const match = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)(Z|[+-]\d{2}:?\d{2})?)?$/.exec(text.trim());
  const time = match && new Date(`${match[1]}T${match[2] ?? "00:00:00"}${match[3] ?? "Z"}`);
  if (!time || Number.isNaN(time.getTime()))
    throw new Refusal(400, "filter[updated_after] is not an ISO 8601 time.", { parameter: "filter[updated_after]" });
  return time.toISOString();
}

/** `field[client]` and `field[custom_field]` (fact sheet 2.3); a name that is not theirs is a 400 (seen live for custom fields). */
export function readView(parameters: URLSearchParams): View {
  const names = (key: string) =>
    parameters
      .getAll(key)
      .flatMap((one) => one.split(","))
      .map((one) => one.trim())
      .filter((one) => one !== "");
  const client = names("field[client]");
  const custom = names("field[custom_field]");
  const unknown = client.find((name) => !(CLIENT_FIELDS as readonly string[]).includes(name));
  if (unknown !== undefined) throw new Refusal(400, `Unknown field ${unknown}.`, { parameter: "field[client]" });
  const wrong = custom.find((name) => name !== "id" && name !== "field_type");
  if (wrong !== undefined) throw new Refusal(400, `Unknown field ${wrong}.`, { parameter: "field[custom_field]" });
  return { client: client.length === 0 ? null : (client as ClientField[]), field_type: custom.includes("field_type") };
}
