/** The data API: who asks, how often, for what. */
import type { Described, FaultContext } from "../kit/pipeline.ts";
import type { RateLimit } from "../kit/rate_limit.ts";
import type { Row } from "../kit/types.ts";
import type { Access, Feature } from "./access.ts";
import { describeStatus, errorAnswer, Refusal } from "./answers.ts";
import { ensureFolder, folderWire } from "./folders.ts";
import { answerList } from "./listing.ts";
import type { ListingSetup } from "./listing.ts";
import type { Nested, Resource } from "./lists.ts";
import type { OAuth } from "./oauth.ts";
import { readView } from "./query.ts";
import type { TokenDesk } from "./tokens.ts";
import type { Case, Firm, Tables } from "./types.ts";
import type { Webhooks } from "./webhooks.ts";
import { PLAIN } from "./wire.ts";
import type { WriteContext } from "./write_context.ts";
import { answerWrite } from "./writing.ts";
import type { Doors } from "./writing.ts";

export interface ApiSetup {
  firm: Firm;
  desk: TokenDesk;
  access: Access;
  tables: Tables;
  oauth: OAuth;
  webhooks: Webhooks;
  resources: Map<string, Resource>;
  nested: Map<string, Nested>;
  listing: ListingSetup;
  limit: RateLimit;
  writing: WriteContext;
}

export class Api {
  readonly #setup: ApiSetup;
  constructor(setup: ApiSetup) {
    this.#setup = setup;
  }

  describe(request: Request, url: URL): Described | null {
    const data = url.pathname.startsWith("/v1/");
    if (!data && url.pathname !== "/tokens" && !url.pathname.startsWith("/login_sessions")) return null;
    const token = bearer(request);
    const route = url.pathname.replaceAll(/\/\d+(?=\/|$)/g, "/{id}");
    const list = data && request.method === "GET" && this.#listAt(url.pathname) !== null;
    return {
      route,
      user_id: token === null ? null : (this.#setup.desk.holder(token)?.user_id ?? null),
      signed: token !== null,
      paged: url.searchParams.has("page_token"),
      list,
      write: data && request.method !== "GET",
    };
  }

  async handle(request: Request, url: URL, fault: FaultContext): Promise<Response> {
    try {
      return (await this.#setup.oauth.answer(request, url)) ?? (await this.#data(request, url, fault));
    } catch (error) {
      if (error instanceof Refusal) return error.answer();
      throw error;
    }
  }

  async #data(request: Request, url: URL, fault: FaultContext): Promise<Response> {
    if (!url.pathname.startsWith("/v1/")) return errorAnswer(404);
    const { desk, tables, webhooks, listing } = this.#setup;
    const token = bearer(request);
    const holder = token === null ? null : desk.holder(token);
    if (!holder || !tables.staff.get(holder.user_id)?.active) return this.#unauthorized();
    this.#count(holder.client_id);
    const { user_id } = holder;
    const hook = await webhooks.answer(request, url, user_id);
    if (hook) return hook;
    if (request.method !== "GET") return (await answerWrite(request, url, user_id, this.#doors(), this.#setup.writing)) ?? errorAnswer(404);
    const found = this.#listAt(url.pathname);
    if (!found) return this.#one(url, user_id);
    this.#mayUse(user_id, found.resource.feature);
    if (found.nested) this.#parent(found.nested.parent, found.nested.parent_id, user_id);
    return answerList(found, url, user_id, fault, listing);
  }

  #unauthorized(): Response {
    const shape = this.#setup.listing.switches.unauthorized_body;
    if (shape === "errors") return errorAnswer(401);
    return shape === "message" ? Response.json({ message: "Unauthorized" }, { status: 401 }) : new Response(null, { status: 401 });
  }

  #count(client_id: string): void {
    const { switches } = this.#setup.listing;
    if (switches.rate_limit === null) return;
    const verdict = this.#setup.limit.take(client_id);
    if (verdict.allowed) return;
    throw new Refusal(
      429,
      describeStatus(429),
      undefined,
      switches.retry_after === "seconds" ? { "retry-after": String(verdict.retry_after) } : {},
    );
  }

  #mayUse(user_id: number, feature: Feature | null): void {
    if (feature !== null && this.#setup.access.of(user_id).hidden.includes(feature)) throw new Refusal(403, describeStatus(403));
  }

  #listAt(pathname: string): { resource: Resource; nested: { list: Nested; parent: Resource; parent_id: number } | null } | null {
    const { resources, nested } = this.#setup;
    const [name, id, child, rest] = pathname.slice("/v1/".length).split("/");
    const resource = resources.get(name ?? "");
    if (!resource || rest !== undefined) return null;
    if (id === undefined) return resource.list ? { resource, nested: null } : null;
    if (child === undefined || !/^\d+$/.test(id)) return null;
    const list = nested.get(`${name}/${child}`);
    return list ? { resource: resources.get(list.of) as Resource, nested: { list, parent: resource, parent_id: Number(id) } } : null;
  }

  #doors(): Doors {
    return {
      mayUse: (user_id, feature) => this.#mayUse(user_id, feature),
      record: (name, id, user_id) => this.#parent(this.#setup.resources.get(name) as Resource, id, user_id),
    };
  }

  /** The record under which a list hangs must be there and visible. */
  #parent(resource: Resource, id: number, user_id: number): Row {
    this.#mayUse(user_id, resource.feature);
    const row = resource.table.get(id);
    if (!row) throw new Refusal(404, describeStatus(404));
    if (resource.open(user_id) || resource.visible(row, user_id)) return row;
    const { hidden_record_status } = this.#setup.listing.switches;
    throw new Refusal(hidden_record_status, describeStatus(hidden_record_status));
  }

  #one(url: URL, user_id: number): Response {
    const { tables, resources, listing, firm } = this.#setup;
    const { serializer } = listing.context;
    const [name, id, child, rest] = url.pathname.slice("/v1/".length).split("/");
    if (name === "me" && id === undefined) return Response.json(serializer.plain(tables.staff.get(user_id) as Row));
    if (name === "firm" && id === undefined) return Response.json({ name: firm.name, url: firm.url });
    const resource = resources.get(name ?? "");
    if (!resource || id === undefined || !/^\d+$/.test(id) || rest !== undefined) return errorAnswer(404);
    if (child === undefined && !resource.by_id) return errorAnswer(404);
    const row = this.#parent(resource, Number(id), user_id);
    if (child === undefined) return Response.json(resource.wire(row, resource.expands ? readView(url.searchParams) : PLAIN));
    if (name === "cases" && child === "folder") {
      this.#mayUse(user_id, "documents");
      return Response.json(folderWire(ensureFolder(row as Case, [], this.#setup.writing), listing.context));
    }
    if (name !== "custom_fields" || child !== "list_options") return errorAnswer(404);
    return Response.json(tables.custom_fields.get(row.id)?.list_options ?? []);
  }
}

function bearer(request: Request): string | null {
  return /^Bearer (.+)$/i.exec(request.headers.get("authorization") ?? "")?.[1] ?? null;
}
