/** The settings of a connection: one document, in versions (B-WHY-4). */
import { z } from "@hono/zod-openapi";
import { readSettings, SettingsMoved } from "../../connections/store_settings.ts";
import type { ConnectionRow } from "../../connections/store_lists.ts";
import type { Actor } from "../../model/actor.ts";
import type { Provider } from "../../model/kinds.ts";
import { defaultSettings, presetsFor } from "../../model/presets.ts";
import { settingsSchema, type Settings } from "../../model/settings.ts";
import { parseSettings } from "../../model/settings_check.ts";
import { describeSettings } from "../../model/settings_describe.ts";
import { putSettings } from "../../projection/put_settings.ts";
import { actorOf } from "../actor.ts";
import { connectionParam } from "../contract/common.ts";
import { settingsAnswerSchema, settingsBodySchema } from "../contract/connections.ts";
import * as examples from "../contract/examples.ts";
import type { ApiDeps } from "../deps.ts";
import { Problem, problemResponses } from "../problems.ts";
import { createRoute, json, type Api } from "../route.ts";
import { openConnection } from "../scope.ts";

const params = z.object({ connection_id: connectionParam });
const tags = ["Settings"];

const readRoute = createRoute({
  method: "get",
  path: "/api/v1/connections/{connection_id}/settings",
  operationId: "readSettings",
  tags,
  summary: "The settings in force",
  description:
    "The whole document with its version, and what each setting means, with the values that this provider allows and the default.",
  request: { params },
  responses: {
    200: json(settingsAnswerSchema, "The settings", examples.settings),
    ...problemResponses("invalid-request", "not-found"),
  },
});

const writeRoute = createRoute({
  method: "put",
  path: "/api/v1/connections/{connection_id}/settings",
  operationId: "writeSettings",
  tags,
  summary: "Change the settings",
  description:
    "Takes the whole document and adds a version; what it leaves out is as in the preset that it names. Everything derived is then worked out anew, without asking the provider.",
  request: {
    params,
    body: {
      required: true,
      content: {
        "application/json": {
          schema: settingsBodySchema,
          example: { document: examples.settings.document, if_version: 1, note: "Originating attorneys own" },
        },
      },
    },
  },
  responses: {
    200: json(settingsAnswerSchema, "The settings, now in force", examples.settings),
    ...problemResponses(
      "invalid-request",
      "cross-site",
      "not-found",
      "version-conflict",
      "too-large",
      "unsupported-media-type",
      "invalid-settings",
    ),
  },
});

const schemaRoute = createRoute({
  method: "get",
  path: "/api/v1/settings/schema",
  operationId: "readSettingsSchema",
  tags,
  summary: "What every setting means",
  description: "A JSON Schema (draft 2020-12) of the settings document, with a description and the allowed values of each setting.",
  responses: { 200: json(z.record(z.string(), z.unknown()), "The schema", { type: "object" }), ...problemResponses() },
});

export function settingsRoutes(app: Api, deps: ApiDeps): void {
  app.openapi(readRoute, async (c) => {
    const connection = await openConnection(deps, c, c.req.valid("param").connection_id);
    return c.json(await presentSettings(deps, connection), 200);
  });
  app.openapi(writeRoute, async (c) => {
    const connection = await openConnection(deps, c, c.req.valid("param").connection_id);
    const { document, if_version, note } = c.req.valid("json");
    const read = parseSettings(connection.provider, document);
    if (!read.ok) throw new Problem("invalid-settings", "The settings were not changed.", { errors: read.problems });
    await changeSettings(deps, connection, {
      settings: read.settings,
      note: note ?? null,
      actor: actorOf(c),
      if_version: if_version ?? null,
    });
    return c.json(await presentSettings(deps, connection), 200);
  });
  const schema = z.toJSONSchema(settingsSchema) as Record<string, unknown>;
  app.openapi(schemaRoute, (c) => c.json(schema, 200));
}

/** Adds a version, and sees to it that everything derived follows. */
export async function changeSettings(
  deps: ApiDeps,
  connection: ConnectionRow,
  { actor, ...change }: { settings: Settings; note: string | null; actor: Actor; if_version: number | null },
): Promise<void> {
  const at = deps.clock.now().toISOString();
  await putSettings(deps.db, actor, connection, { ...change, at }).catch((error: unknown) => {
    throw error instanceof SettingsMoved
      ? new Problem("version-conflict", "Somebody else has changed the settings meanwhile; yours were not applied.")
      : error;
  });
  await deps.actions.settingsChanged(connection.firm_id, connection.connection_id);
}

const presetsOf = (provider: Provider) =>
  Object.fromEntries(presetsFor(provider).map((name) => [name, { ...defaultSettings(provider, name) }]));

export async function presentSettings(deps: ApiDeps, connection: ConnectionRow) {
  const { settings, ...version } = await readSettings(deps.db.kysely, connection);
  return {
    ...version,
    document: { ...settings },
    described: describeSettings(connection.provider),
    presets: presetsOf(connection.provider),
  };
}
