/** Subscriptions and deliveries (fact sheet 5). */
import { createHmac } from "node:crypto";
import type { Random } from "../kit/random.ts";
import type { Row, SandboxClock, Table } from "../kit/types.ts";
import { createWebhookSender } from "../kit/webhooks.ts";
import type { WebhookSender } from "../kit/webhooks.ts";
import { problems } from "./answers.ts";
import type { Access } from "./access.ts";
import type { MyCaseSwitches } from "./switches.ts";
import { WEBHOOK_MODELS } from "./types.ts";
import type { Case, Message, Subscription, Tables, WebhookAction, WebhookModel } from "./types.ts";
import type { Serializer, Wire } from "./wire.ts";

const ACTIONS = new Set<WebhookAction>(["created", "updated", "deleted"]);
const PATH = "/v1/webhooks/subscriptions";

export interface WebhookSetup {
  tables: Tables;
  serializer: Serializer;
  access: Access;
  switches: MyCaseSwitches;
  clock: SandboxClock;
  random: Random;
  seed: number;
  deliver: (request: Request) => Promise<Response>;
}

export class Webhooks {
  readonly sender: WebhookSender;
  readonly #setup: WebhookSetup;

  constructor(setup: WebhookSetup) {
    this.#setup = setup;
    const { tables, serializer, switches } = setup;
    this.sender = createWebhookSender({
      clock: setup.clock,
      deliver: setup.deliver,
      seed: setup.seed,
      // The list of waits is read anew for each attempt, so that the switch may be changed.
      retry_waits: new Proxy([] as number[], { get: (_, key) => Reflect.get(switches.webhook_retry_ms, key) as unknown }),
      verdict: (status) => (status !== null && status >= 200 && status < 300 ? "ok" : "retry"),
      still_wanted: (id) => tables.subscriptions.get(id) !== undefined,
    });
    this.#watch("client", tables.clients, (row) => serializer.client(row));
    this.#watch("company", tables.companies, (row) => serializer.company(row));
    this.#watch("case", tables.cases, (row) => serializer.case(row));
    this.#watch("lead", tables.leads, (row) => serializer.lead(row));
    this.#watch("message", tables.messages, (row: Message) => serializer.plain(row));
  }

  #watch<R extends Row>(model: WebhookModel, table: Table<R>, wire: (row: R) => Wire): void {
    table.on(({ action, row }) => {
      for (const one of this.#setup.tables.subscriptions.scan()) {
        if (one.model === model && one.actions.includes(action) && this.#shows(one, model, row)) this.#send(one, action, row, wire);
      }
    });
  }

  #shows(subscription: Subscription, model: WebhookModel, row: Row): boolean {
    const { access, switches } = this.#setup;
    if (!switches.webhook_visible_only) return true;
    if (model === "case") return access.seesCase(subscription.user_id, row as Case);
    if (model === "client" || model === "company")
      return access.seesParty(subscription.user_id, model === "client" ? "clients" : "companies", row.id);
    return true;
  }

  /** `{"resource":"Client","action":"updated","resource_body":{…}}`: the one shape that a witness has seen. */
  #send<R extends Row>(subscription: Subscription, action: WebhookAction, row: R, wire: (row: R) => Wire): void {
    const { switches } = this.#setup;
    const resource = subscription.model.slice(0, 1).toUpperCase() + subscription.model.slice(1);
    const resource_body = action === "deleted" && switches.webhook_deleted_id_only ? { id: row.id } : wire(row);
    const body = JSON.stringify({ resource, action, resource_body });
    const headers: Record<string, string> = { "content-type": "application/json" };
    const scheme = switches.webhook_signature;
    if (scheme) headers[scheme.header] = scheme.prefix + createHmac("sha256", subscription.hmac_key).update(body).digest(scheme.encoding);
    this.sender.send({
      subscription_id: subscription.id,
      about: `${subscription.model} ${row.id} ${action}`,
      url: subscription.url,
      headers,
      body,
    });
  }

  /** The answer to a request under `/v1/webhooks/subscriptions`; null for any other path. */
  async answer(request: Request, url: URL, user_id: number): Promise<Response | null> {
    const { tables } = this.#setup;
    if (url.pathname === PATH && request.method === "GET") return this.#list(user_id);
    if (url.pathname === PATH && request.method === "POST") return this.#create(request, user_id);
    const id = new RegExp(`^${PATH}/(\\d+)$`).exec(url.pathname)?.[1];
    if (id === undefined || request.method !== "DELETE") return null;
    if (!tables.subscriptions.get(Number(id))) return problems(404, [{ description: "The subscription could not be found." }]);
    tables.subscriptions.remove(Number(id));
    return new Response(null, { status: 204 });
  }

  #list(user_id: number): Response {
    const { tables, serializer, switches } = this.#setup;
    const all = [...tables.subscriptions.scan()].filter((one) => switches.webhook_list_scope === "firm" || one.user_id === user_id);
    return Response.json(all.map((one) => serializer.subscription(one, switches.webhook_list_shows_key)));
  }

  async #create(request: Request, user_id: number): Promise<Response> {
    const body = await readObject(request);
    if (!body) return problems(400, [{ description: "The body must be a JSON object." }]);
    const { model, url, actions } = body;
    const wrong: string[] = [];
    if (!WEBHOOK_MODELS.includes(model as WebhookModel)) wrong.push("model");
    if (typeof url !== "string" || !URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) wrong.push("url");
    if (!Array.isArray(actions) || actions.length === 0 || !actions.every((one) => ACTIONS.has(one as WebhookAction)))
      wrong.push("actions");
    if (wrong.length > 0)
      return problems(
        422,
        wrong.map((name) => ({ description: `${name} is missing or not valid.`, source: { pointer: `/${name}` } })),
      );
    const { tables, serializer, random } = this.#setup;
    const hmac_key = Array.from({ length: 8 }, () =>
      random
        .int(2 ** 32)
        .toString(16)
        .padStart(8, "0"),
    ).join("");
    const row = tables.subscriptions.insert({
      model: model as WebhookModel,
      url: url as string,
      actions: actions as WebhookAction[],
      hmac_key,
      user_id,
    });
    return Response.json(serializer.subscription(row, true), { status: 201 });
  }
}

async function readObject(request: Request): Promise<Record<string, unknown> | null> {
  try {
    const body: unknown = await request.json();
    return typeof body === "object" && body !== null && !Array.isArray(body) ? (body as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
