/** Making and ending connections: signing in at the provider, whose account reads, what it may do, disconnecting, erasing. */
import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { audit, type Tell } from "../../accounts/store_audit.ts";
import { sessionOf } from "../../accounts/session.ts";
import { ConnectRefused } from "../../connections/connect.ts";
import { DesignateRefused } from "../../connections/designate.ts";
import { VendorError } from "../../model/connector.ts";
import { EraseRefused } from "../../sync/erase.ts";
import { requireSession } from "../access.ts";
import { actorOf } from "../actor.ts";
import { connectionParam } from "../contract/common.ts";
import { authorisedSchema, authoriseBodySchema, disconnectedSchema, eraseBodySchema } from "../contract/connecting.ts";
import { connectionSchema } from "../contract/connections.ts";
import * as examples from "../contract/examples.ts";
import type { ApiDeps } from "../deps.ts";
import { Problem, problemResponses } from "../problems.ts";
import { body, createRoute, json, type Api } from "../route.ts";
import { connectionOf, openConnection, openScope } from "../scope.ts";
import { presentOne } from "./connections.ts";

const params = z.object({ connection_id: connectionParam });
const nothing = z.strictObject({}).openapi("Nothing");
const tags = ["Connections"];
const always = ["invalid-request", "cross-site", "too-large", "unsupported-media-type"] as const;
const now = json(connectionSchema, "The connection as it is now", examples.connection);

const authoriseRoute = createRoute({
  method: "post",
  path: "/api/v1/connections/authorise",
  operationId: "authorise",
  tags,
  summary: "Begin to connect",
  description:
    "Gives the address at which the person signs in at the provider, in the same browser, within ten minutes. Privity never sees a password. The provider sends them back to /oauth/callback, which shows how it went (B-CON-1).",
  request: body(authoriseBodySchema, { provider: "clio", region: "us", purpose: "sync" }),
  responses: {
    200: json(authorisedSchema, "Where to go", {
      authorize_url: "https://app.clio.com/oauth/authorize?response_type=code&client_id=…&state=…",
      expires_at: "2026-11-21T09:10:00.000Z",
    }),
    ...problemResponses(...always, "session-needed", "not-found", "connect-refused"),
  },
});

const designateRoute = createRoute({
  method: "put",
  path: "/api/v1/connections/{connection_id}/sync-user",
  operationId: "designateSyncUser",
  tags,
  summary: "Make this account the one that reads for the firm",
  description:
    "Nothing is read before somebody is chosen (B-CON-2). Where another account of the same firm read until now, everything that was read stays: the two connections exchange their accounts, and everything is read once more as the new one sees it. Answers with the connection that reads.",
  request: { params, ...body(nothing, {}) },
  responses: { 200: now, ...problemResponses(...always, "not-found", "sync-user-refused") },
});

const probeRoute = createRoute({
  method: "post",
  path: "/api/v1/connections/{connection_id}/probe",
  operationId: "probeConnection",
  tags,
  summary: "Ask the provider once more what this account may do",
  description: "One small page of contacts, matters, staff and fields, and the list of webhooks (B-CON-3).",
  request: { params, ...body(nothing, {}) },
  responses: { 200: now, ...problemResponses(...always, "not-found", "not-connected", "provider-silent") },
});

const disconnectRoute = createRoute({
  method: "post",
  path: "/api/v1/connections/{connection_id}/disconnect",
  operationId: "disconnect",
  tags,
  summary: "Disconnect",
  description:
    "Removes our webhooks at the provider, revokes the grant where the provider can do that, and deletes the tokens. What was synced stays until it is erased (B-CON-7). Takes a few seconds: from its first moment on nothing else is asked of the provider. Members may disconnect their own account.",
  request: { params, ...body(nothing, {}) },
  responses: {
    200: json(disconnectedSchema, "It is disconnected", { connection: examples.connection, revoked: true, said: null }),
    ...problemResponses(...always, "not-found"),
  },
});

const eraseRoute = createRoute({
  method: "post",
  path: "/api/v1/connections/{connection_id}/erase",
  operationId: "eraseConnection",
  tags,
  summary: "Erase all its data",
  description:
    "Of a disconnected connection: contacts, matters, history, what members added, settings, events; then the connection itself. It goes on by itself, `erasing` of the connection says how far it is. It cannot be undone.",
  request: { params, ...body(eraseBodySchema, { account_name: "Hartwell & Osei LLP" }) },
  responses: { 202: now, ...problemResponses(...always, "not-found", "still-connected", "wrong-name") },
});

export function connectingRoutes(app: Api, deps: ApiDeps): void {
  const { connecting } = deps;

  app.openapi(authoriseRoute, async (c) => {
    const actor = requireSession(c);
    const { provider, region = null, purpose, connection_id = null } = c.req.valid("json");
    if (actor.role !== "admin" && (purpose === "sync" || connection_id !== null))
      throw new Problem(
        "not-allowed",
        "Whose account reads for the firm is for an admin to decide; you may connect your own for writing back.",
      );
    if (connection_id !== null) await openConnection(deps, c, connection_id);
    const session = await sessionOf(deps.accounts, c.req.raw.headers);
    const { firm_id, member_id } = actor;
    const begun = await connecting
      .begin({ firm_id, provider, region, purpose, connection_id, member_id, session })
      .catch(refused(ConnectRefused, "connect-refused"));
    return c.json(begun, 200);
  });

  app.openapi(designateRoute, async (c) => {
    const owner = await openConnection(deps, c, c.req.valid("param").connection_id);
    const done = await connecting
      .designate(owner, ({ connection_id, user_name, from }) => telling(c, "connection.sync_user", connection_id, { user_name, from }))
      .catch(refused(DesignateRefused, "sync-user-refused"));
    return c.json(await presentOne(deps, c, done.connection_id), 200);
  });

  app.openapi(probeRoute, async (c) => {
    const { connection_id } = c.req.valid("param");
    const owner = await openConnection(deps, c, connection_id);
    await connecting.probe(owner).catch((error: unknown) => {
      if (!(error instanceof VendorError)) throw error;
      throw new Problem(error.failure === "unauthorized" ? "not-connected" : "provider-silent", error.message);
    });
    return c.json(await presentOne(deps, c, connection_id), 200);
  });

  app.openapi(disconnectRoute, async (c) => {
    const { connection_id } = c.req.valid("param");
    const owner = await openConnection(deps, c, connection_id);
    const actor = actorOf(c);
    if (actor.role !== "admin" && (owner.purpose === "sync" || owner.member_id !== actor.member_id))
      throw new Problem("not-allowed", "You may disconnect your own account; any other is for an admin.");
    const { account_name, user_name, purpose } = owner;
    const done = await connecting.disconnect(
      owner,
      actor.name,
      telling(c, "connection.disconnect", connection_id, { account_name, user_name, purpose }),
    );
    if (!done) throw new Problem("not-found", `There is no connection ${connection_id}.`);
    return c.json({ connection: await presentOne(deps, c, connection_id), ...done }, 200);
  });

  app.openapi(eraseRoute, async (c) => {
    const { connection_id } = c.req.valid("param");
    const owner = connectionOf(await openScope(deps, c), connection_id);
    const before = await presentOne(deps, c, connection_id);
    const asked = await connecting
      .erase(owner, c.req.valid("json").account_name, (account_name) => telling(c, "connection.erase", connection_id, { account_name }))
      .catch((error: unknown) => {
        throw error instanceof EraseRefused ? new Problem(error.reason, error.message) : error;
      });
    if (!asked) throw new Problem("not-found", `There is no connection ${connection_id}.`);
    // A small one may be gone by now.
    const erasing = before.erasing ?? { since: deps.clock.now().toISOString(), done: 0, total: 0 };
    return c.json({ ...before, erasing }, 202);
  });
}

const telling =
  (c: Context, action: string, target: string, detail: Record<string, unknown>): Tell =>
  (trx) =>
    audit(trx, actorOf(c), action, target, detail);

const refused =
  (kind: typeof ConnectRefused | typeof DesignateRefused, type: "connect-refused" | "sync-user-refused") =>
  (error: unknown): never => {
    throw error instanceof kind ? new Problem(type, `${error.message}.`) : error;
  };
