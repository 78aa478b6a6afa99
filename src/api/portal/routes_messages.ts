/** What a client writes to the firm and reads of it, matter by matter. */
import { z } from "@hono/zod-openapi";
import { audit } from "../../accounts/store_audit.ts";
import type { By } from "../../outbox/types.ts";
import { keyOf, readByClient, writeAsClient } from "../../portal/messages.ts";
import { matterOf } from "../../portal/person.ts";
import { asClient } from "../../portal/sign_in.ts";
import { listMessages, readThreadOf } from "../../portal/store_messages.ts";
import type { PortalDeps, PortalPerson } from "../../portal/types.ts";
import * as examples from "../contract/examples_messages.ts";
import { doneSchema } from "../contract/portal.ts";
import { portalThreadSchema, readThroughSchema, writeMessageSchema, type PortalThread } from "../contract/messages.ts";
import { matterParam } from "../contract/projects.ts";
import { presentMessages } from "../messages.ts";
import { publicResponses } from "../problems.ts";
import { body, createRoute, json, type Api } from "../route.ts";
import { personOf, PORTAL_API } from "./guard.ts";

const tags = ["Messages"];
const MESSAGES = `${PORTAL_API}/matters/{matter_id}/messages`;
const params = z.object({ matter_id: matterParam });
const reading = publicResponses("portal-sign-in-needed", "too-many-requests", "invalid-request", "not-found");
const writing = publicResponses(
  ...(["portal-sign-in-needed", "too-many-requests", "invalid-request", "not-found"] as const),
  ...(["cross-site", "unsupported-media-type", "too-large", "matter-closed"] as const),
);
const SHOWN = 200;

const listRoute = createRoute({
  method: "get",
  path: MESSAGES,
  operationId: "portalMessages",
  tags,
  summary: "What they and the firm wrote about a matter",
  description: "Nobody else who takes part sees it. The firm is told that it was read by `POST …/read`, not by this.",
  request: { params },
  responses: { 200: json(portalThreadSchema, "The thread", examples.portalThread), ...reading },
});

const writeRoute = createRoute({
  method: "post",
  path: MESSAGES,
  operationId: "writePortalMessage",
  tags,
  summary: "Write to the firm",
  description: "It is in the firm's inbox at once, and in its system within minutes. The same `key` again is the same message.",
  request: { params, ...body(writeMessageSchema, { key: "019402f4-7a00-7c3a-8f01-2b6f1c9d4e77", body: "When is the hearing?" }) },
  responses: { 200: json(portalThreadSchema, "The thread with it", examples.portalThread), ...writing },
});

const readRoute = createRoute({
  method: "post",
  path: `${MESSAGES}/read`,
  operationId: "readPortalMessages",
  tags,
  summary: "Say how far one has read",
  description: "The firm sees when.",
  request: { params, ...body(readThroughSchema, { seq: 1 }) },
  responses: { 200: json(doneSchema, "The firm sees it", { done: true }), ...writing },
});

/** Clients are in the audit log by name. */
export const byPerson = (person: PortalPerson): By => ({
  name: person.name,
  tell: (trx, ...what) => audit(trx, asClient(person.firm_id, person.name), ...what),
});

export function portalMessageRoutes(app: Api, deps: PortalDeps): void {
  const db = deps.db.kysely;

  app.openapi(listRoute, async (c) => c.json(await present(personOf(c), c.req.valid("param").matter_id), 200));

  app.openapi(writeRoute, async (c) => {
    const person = personOf(c);
    const matter = await matterOf(db, person, c.req.valid("param").matter_id, deps.clock.now(), "write");
    await writeAsClient(deps, person, matter, c.req.valid("json"), byPerson(person));
    return c.json(await present(person, matter.matter_id), 200);
  });

  app.openapi(readRoute, async (c) => {
    const person = personOf(c);
    const { matter_id } = await matterOf(db, person, c.req.valid("param").matter_id, deps.clock.now(), "read");
    await readByClient(deps, person, matter_id, c.req.valid("json").seq, byPerson(person));
    return c.json({ done: true as const }, 200);
  });

  async function present(person: PortalPerson, matter_id: string): Promise<PortalThread> {
    const { read_only } = await matterOf(db, person, matter_id, deps.clock.now(), "read");
    const thread = await readThreadOf(db, keyOf(person, matter_id));
    const rows = thread === null ? [] : await listMessages(db, person.firm_id, thread.thread_id, { before: null, limit: SHOWN });
    const items = await presentMessages(db, person.firm_id, rows);
    return { items, unread: items.filter((one) => !one.from_client && one.read_at === null).length, read_only };
  }
}
