/**
 * What lies between the engine and a sandbox: latency on the virtual clock, small pages, and the faults that a sandbox does not know.
 * `edge` is the provider as it really is (with its odd rows and what the user may not see); `send` is the way there.
 */
import type { Random } from "../sandbox/kit/random.ts";
import type { Sandbox } from "../sandbox/kit/types.ts";
import type { Kind, Provider } from "../src/model/kinds.ts";
import { askedOf, readList, rewriteList, rewriteOne, vendorError, wholeList, withPageSize, type Asked } from "./pages.ts";
import type { Poison } from "./poison.ts";

/** Faults of lists (F15). */
export const LIST_FAULTS = ["empty_list", "truncated_list", "missing_next", "forbidden_page"] as const;
export type ListFault = (typeof LIST_FAULTS)[number];

export const OUTAGES = ["dns_failure", "tls_failure", "maintenance"] as const;
export type Outage = (typeof OUTAGES)[number];

const FAILING: Record<Outage, { code: string } | null> = {
  dns_failure: { code: "ENOTFOUND" },
  tls_failure: { code: "CERT_HAS_EXPIRED" },
  maintenance: null,
};

export interface WireOptions {
  sandbox: Sandbox;
  origin: string;
  sleep: (ms: number) => Promise<void>;
  random: Random;
  page_size: number;
  /** How a record that the user may not see answers when it is read by id. */
  hidden_status: 403 | 404;
}

/** Carries out what a scenario wants before and after each request. */
export interface Hooks {
  before(asked: Asked | null, number: number): void | Promise<void>;
  /** `ids`: of the rows that the answer lists. */
  after(asked: Asked | null, ids: string[]): void | Promise<void>;
}

export class Wire {
  readonly provider: Provider;
  /** `contact/123` to what the provider makes of that row. */
  readonly poison = new Map<string, Poison>();
  readonly hidden = new Set<string>();
  /** Records that answer 500 whenever they are read by id, and that no list shows. */
  readonly unreadable = new Set<string>();
  /** Whatever a provider answered 404 for although it was there: of these nobody can be sure afterwards. */
  readonly ever_unseen = new Set<string>();
  readonly violations: string[] = [];
  /** The whole list of each kind, as the engine asks for it. */
  readonly lists = new Map<Kind, URL>();
  hooks: Hooks = { before: () => {}, after: () => {} };
  list_fault: { rate: number; faults: readonly ListFault[] } = { rate: 0, faults: [] };
  outage: { kind: Outage; until: number } | null = null;
  requests = 0;
  /** Requests that are being answered: while there are any, time stands still. */
  under_way = 0;
  /** How often each fault of the wire was really met. */
  readonly reached = new Map<string, number>();
  /** When the provider said that nothing may be sent before. */
  #not_before = 0;
  readonly #options: WireOptions;

  constructor(options: WireOptions) {
    this.#options = options;
    this.provider = options.sandbox.provider;
  }

  reach(what: string): void {
    this.reached.set(what, (this.reached.get(what) ?? 0) + 1);
  }

  readonly fetch = async (request: Request): Promise<Response> => {
    const { sandbox, random, sleep } = this.#options;
    const number = ++this.requests;
    const url = new URL(request.url);
    if (url.origin !== this.#options.origin) {
      if (request.headers.has("authorization")) this.violations.push(`the token was sent to ${url.host}`);
      throw new TypeError("fetch failed");
    }
    const now = sandbox.clock.now().getTime();
    if (now < this.#not_before) this.violations.push(`I9: a request left ${this.#not_before - now} ms before the provider allowed it`);
    const asked = askedOf(this.provider, url);
    if (asked && asked.id === null && !asked.follows) this.lists.set(asked.kind, wholeList(url));
    await sleep(10 + random.int(150));
    await this.hooks.before(asked, number);
    const answer = await this.#answered(request, url, asked);
    await this.hooks.after(asked, await listedIds(this.provider, asked, answer));
    await sleep(10 + random.int(250));
    if (answer instanceof Error) throw answer;
    if (answer.status === 429) this.#obey(answer);
    return answer;
  };

  async #answered(request: Request, url: URL, asked: Asked | null): Promise<Response | Error> {
    this.under_way += 1;
    try {
      const failing = this.#failing();
      if (failing) return failing;
      const smaller = new Request(withPageSize(this.provider, url, this.#options.page_size), { headers: request.headers });
      const answer = await settled(await this.edge(smaller, asked));
      return asked && asked.id === null ? await this.#disturbed(answer) : answer;
    } catch (error) {
      return error as Error;
    } finally {
      this.under_way -= 1;
    }
  }

  #failing(): Response | Error | null {
    if (!this.outage) return null;
    if (this.#options.sandbox.clock.now().getTime() >= this.outage.until) {
      this.outage = null;
      return null;
    }
    const { kind } = this.outage;
    this.reach(kind);
    const cause = FAILING[kind];
    return cause
      ? new TypeError("fetch failed", { cause })
      : new Response("<html><body>Down for maintenance</body></html>", { status: 503, headers: { "content-type": "text/html" } });
  }

  /** The provider itself: rows as odd as they are, and only those that the user may see. */
  async edge(request: Request, asked: Asked | null): Promise<Response> {
    const { sandbox, hidden_status } = this.#options;
    if (asked?.id != null && this.hidden.has(`${asked.kind}/${asked.id}`)) {
      this.reach("hidden_record");
      if (hidden_status === 404) this.ever_unseen.add(`${asked.kind}/${asked.id}`);
      return vendorError(this.provider, hidden_status);
    }
    if (asked?.id != null && this.unreadable.has(`${asked.kind}/${asked.id}`)) return new Response("{}", { status: 500 });
    const answer = await sandbox.fetch(request);
    if (!asked || answer.status !== 200 || this.poison.size + this.hidden.size + this.unreadable.size === 0) return answer;
    if (asked.id !== null) {
      const poison = this.poison.get(`${asked.kind}/${asked.id}`);
      return poison ? this.#poisonedOne(answer, poison) : answer;
    }
    return this.#poisonedList(asked, answer);
  }

  async #poisonedOne(answer: Response, poison: Poison): Promise<Response> {
    const text = await answer.clone().text();
    if (!isJson(text)) return answer;
    this.reach(poison.fault);
    return rewriteOne(this.provider, answer, text, poison.change);
  }

  async #poisonedList(asked: Asked, answer: Response): Promise<Response> {
    const copy = await answer
      .clone()
      .text()
      .catch(() => null);
    if (copy === null || !isJson(copy)) return answer;
    const { rows } = await readList(this.provider, new Response(copy, { headers: answer.headers }));
    const kept = rows.filter((row) => ![this.hidden, this.unreadable].some((away) => away.has(`${asked.kind}/${idOf(row)}`)));
    let odd = kept.length !== rows.length;
    if (odd) this.reach("hidden_row");
    const shown = kept.map((row) => {
      const poison = this.poison.get(`${asked.kind}/${idOf(row)}`);
      if (!poison) return row;
      odd = true;
      this.reach(poison.fault);
      return poison.change(row as Record<string, unknown>);
    });
    return odd ? rewriteList(this.provider, answer, copy, { rows: shown, keep_next: true }) : answer;
  }

  async #disturbed(answer: Response): Promise<Response> {
    const { random } = this.#options;
    if (answer.status !== 200 || this.list_fault.faults.length === 0 || random.next() >= this.list_fault.rate) return answer;
    const fault = random.pick(this.list_fault.faults);
    if (fault === "forbidden_page") {
      this.reach(fault);
      return vendorError(this.provider, 403);
    }
    const text = await answer.clone().text();
    if (!isJson(text)) return answer;
    const { rows, next } = await readList(this.provider, answer);
    if (rows.length === 0 || (fault === "missing_next" && next === null))
      return rewriteList(this.provider, answer, text, { rows, keep_next: true });
    this.reach(fault);
    if (fault === "missing_next") return rewriteList(this.provider, answer, text, { rows, keep_next: false });
    const kept = fault === "empty_list" ? [] : rows.slice(0, Math.floor(rows.length / 2));
    return rewriteList(this.provider, answer, text, { rows: kept, keep_next: false });
  }

  /** Only a wait that makes sense binds: seconds, not longer than an hour. */
  #obey(answer: Response): void {
    const told = Number(answer.headers.get("retry-after") ?? Number.NaN);
    if (told >= 0 && told <= 3600) this.#not_before = Math.max(this.#not_before, this.#options.sandbox.clock.now().getTime() + told * 1000);
  }
}

export const idOf = (row: unknown): string => String((row as { id?: unknown } | null)?.id);

async function listedIds(provider: Provider, asked: Asked | null, answer: Response | Error): Promise<string[]> {
  if (!asked || asked.id !== null || answer instanceof Error || answer.status !== 200) return [];
  const text = await answer
    .clone()
    .text()
    .catch(() => "");
  return isJson(text) ? (await readList(provider, new Response(text))).rows.map(idOf) : [];
}

function isJson(text: string): boolean {
  try {
    return typeof JSON.parse(text) === "object";
  } catch {
    return false;
  }
}

/** The answer with its body at hand, so that no slow body goes on while time jumps; a body that breaks still breaks. */
async function settled(answer: Response): Promise<Response> {
  if (!answer.body) return answer;
  const { status, headers } = answer;
  try {
    return new Response(await answer.arrayBuffer(), { status, headers });
  } catch (error) {
    const broken = new ReadableStream({ pull: (controller) => controller.error(error) });
    return new Response(broken, { status, headers });
  }
}
