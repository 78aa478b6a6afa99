/** Earlier settings: who changed what and when, and back to one of them (B-WHY-4). */
import { z } from "@hono/zod-openapi";
import type { ConnectionRow } from "../../connections/store_lists.ts";
import { listSettingsVersions, readSettings, readSettingsVersion, type SettingsVersion } from "../../connections/store_settings.ts";
import type { Settings } from "../../model/settings.ts";
import { parseSettings } from "../../model/settings_check.ts";
import { diffSettings } from "../../model/settings_diff.ts";
import { actorOf } from "../actor.ts";
import { connectionParam, pageQuery } from "../contract/common.ts";
import { settingsAnswerSchema } from "../contract/connections.ts";
import * as examples from "../contract/examples.ts";
import { version as versionExample, whole_version } from "../contract/examples_review.ts";
import {
  rollbackBodySchema,
  settingsVersionPageSchema,
  settingsVersionWholeSchema,
  type SettingsVersion as PresentedVersion,
} from "../contract/review.ts";
import { page, readCursor } from "../cursor.ts";
import type { ApiDeps } from "../deps.ts";
import { Problem, problemResponses } from "../problems.ts";
import { createRoute, json, type Api } from "../route.ts";
import { openConnection } from "../scope.ts";
import { changeSettings, presentSettings } from "./settings.ts";

const params = z.object({ connection_id: connectionParam });
const versionNumber = z.coerce.number().int().min(1).max(1_000_000_000);
const tags = ["Settings"];

const listRoute = createRoute({
  method: "get",
  path: "/api/v1/connections/{connection_id}/settings/versions",
  operationId: "listSettingsVersions",
  tags,
  summary: "Versions of the settings",
  description: "The newest first, each with who made it, when, and what it changed (B-WHY-4).",
  request: { params, query: z.strictObject(pageQuery) },
  responses: {
    200: json(settingsVersionPageSchema, "A page of versions", { items: [versionExample], next: null }),
    ...problemResponses("invalid-request", "invalid-cursor", "not-found"),
  },
});

const oneRoute = createRoute({
  method: "get",
  path: "/api/v1/connections/{connection_id}/settings/versions/{version}",
  operationId: "readSettingsVersion",
  tags,
  summary: "One version of the settings",
  description: "The whole document, and how it differs from the version before or from any other.",
  request: {
    params: params.extend({
      version: versionNumber.openapi({ param: { name: "version", in: "path" }, description: "The version's number", example: 2 }),
    }),
    query: z.strictObject({
      against: versionNumber.optional().openapi({ description: "Compare with this version; by default the one before" }),
    }),
  },
  responses: {
    200: json(settingsVersionWholeSchema, "The version", whole_version),
    ...problemResponses("invalid-request", "not-found"),
  },
});

const rollbackRoute = createRoute({
  method: "post",
  path: "/api/v1/connections/{connection_id}/settings/rollback",
  operationId: "rollBackSettings",
  tags,
  summary: "Go back to an earlier version",
  description:
    "Adds a version that says what an earlier one said; nothing is taken away. To see first what it would change, start a preview with `version`.",
  request: { params, body: { required: true, content: { "application/json": { schema: rollbackBodySchema } } } },
  responses: {
    200: json(settingsAnswerSchema, "The settings, now in force", examples.settings),
    ...problemResponses("invalid-request", "cross-site", "not-found", "version-conflict", "unsupported-media-type", "invalid-settings"),
  },
});

export function versionRoutes(app: Api, deps: ApiDeps): void {
  const db = deps.db.kysely;
  app.openapi(listRoute, async (c) => {
    const connection = await openConnection(deps, c, c.req.valid("param").connection_id);
    const { after, limit } = c.req.valid("query");
    const position = readCursor(after, [z.string().regex(/^\d{1,9}$/)]);
    const rows = await listSettingsVersions(db, connection, position ? Number(position[0]) : null, limit + 1);
    const newest = (await readSettings(db, connection)).version;
    const { items, next } = page(rows.slice(0, limit + 1), limit, (row) => [String(row.version)]);
    // One row more than is shown: what the last one shown is compared with.
    const before = (row: SettingsVersion) => rows.find((other) => other.version === row.version - 1)?.settings ?? null;
    return c.json({ items: items.map((row) => present(row, before(row), newest)), next }, 200);
  });
  app.openapi(oneRoute, async (c) => {
    const { connection_id, version } = c.req.valid("param");
    const connection = await openConnection(deps, c, connection_id);
    const row = (await listSettingsVersions(db, connection, version + 1, 1))[0];
    if (row?.version !== version) throw unknownVersion(version);
    const against = c.req.valid("query").against ?? (version > 1 ? version - 1 : null);
    const other = against === null ? null : await wanted(connection, against);
    const newest = (await readSettings(db, connection)).version;
    return c.json({ ...present(row, other, newest), document: { ...row.settings }, against }, 200);
  });
  app.openapi(rollbackRoute, async (c) => {
    const connection = await openConnection(deps, c, c.req.valid("param").connection_id);
    const { version, if_version, note } = c.req.valid("json");
    const read = parseSettings(connection.provider, await wanted(connection, version));
    if (!read.ok) throw new Problem("invalid-settings", `Version ${version} cannot stand any more.`, { errors: read.problems });
    await changeSettings(deps, connection, {
      settings: read.settings,
      note: note ?? `Back to version ${version}`,
      actor: actorOf(c),
      if_version: if_version ?? null,
    });
    return c.json(await presentSettings(deps, connection), 200);
  });

  async function wanted(connection: ConnectionRow, version: number): Promise<Settings> {
    const settings = await readSettingsVersion(db, connection, version);
    if (!settings) throw unknownVersion(version);
    return settings;
  }
}

const unknownVersion = (version: number) => new Problem("not-found", `There is no version ${version} of these settings.`);

function present(row: SettingsVersion, before: Settings | null, newest: number): PresentedVersion {
  const { settings, ...version } = row;
  return { ...version, in_force: row.version === newest, changes: before ? diffSettings(before, settings) : [] };
}
