/** API keys: made once, seen once, revoked for good. */
import { z } from "@hono/zod-openapi";
import { createApiKey, withdrawApiKey } from "../../accounts/administer.ts";
import { listApiKeys } from "../../accounts/store_api_keys.ts";
import { requireSession } from "../access.ts";
import { actorOf } from "../actor.ts";
import { apiKeyListSchema, apiKeySchema, createdApiKeySchema, newApiKeySchema } from "../contract/accounts.ts";
import { idParam } from "../contract/common.ts";
import * as examples from "../contract/examples_accounts.ts";
import type { ApiDeps } from "../deps.ts";
import { problemResponses } from "../problems.ts";
import { body, createRoute, json, type Api } from "../route.ts";

const always = ["invalid-request", "cross-site", "too-large", "unsupported-media-type"] as const;

const listRoute = createRoute({
  method: "get",
  path: "/api/v1/api-keys",
  operationId: "listApiKeys",
  tags: ["API keys"],
  summary: "The firm's API keys",
  description: "Also those that were revoked or have expired. Never the keys themselves.",
  responses: { 200: json(apiKeyListSchema, "All of them, the latest first", { items: [examples.apiKey] }), ...problemResponses() },
});

const createKeyRoute = createRoute({
  method: "post",
  path: "/api/v1/api-keys",
  operationId: "createApiKey",
  tags: ["API keys"],
  summary: "Make an API key",
  description: "For a program. It acts in your name, within its scopes. It is shown once; what is kept is its hash.",
  request: body(newApiKeySchema, { name: "Nightly export", scopes: ["read"], expires_in_days: 365 }),
  responses: {
    201: json(createdApiKeySchema, "The key", { api_key: examples.apiKey, key: "pv_Xq3mT8aZ…" }),
    ...problemResponses(...always, "session-needed"),
  },
});

const revokeRoute = createRoute({
  method: "post",
  path: "/api/v1/api-keys/{api_key_id}/revoke",
  operationId: "revokeApiKey",
  tags: ["API keys"],
  summary: "Revoke an API key",
  description: "It stops working at once, for good.",
  request: { params: z.object({ api_key_id: idParam("api_key_id", "The key's id") }) },
  responses: {
    200: json(apiKeySchema, "The key", { ...examples.apiKey, revoked_at: "2026-11-21T09:00:00.000Z" }),
    ...problemResponses(...always, "not-found"),
  },
});

export function apiKeyRoutes(app: Api, deps: ApiDeps): void {
  const db = deps.db.kysely;
  app.openapi(listRoute, async (c) => c.json({ items: await listApiKeys(db, actorOf(c).firm_id) }, 200));
  app.openapi(createKeyRoute, async (c) => c.json(await createApiKey(deps.accounts, requireSession(c), c.req.valid("json")), 201));
  app.openapi(revokeRoute, async (c) => c.json(await withdrawApiKey(deps.accounts, actorOf(c), c.req.valid("param").api_key_id), 200));
}
