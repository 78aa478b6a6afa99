/** Settings tried on the whole firm before they are put in force (B-WHY-3). */
import { z } from "@hono/zod-openapi";
import { audit } from "../../accounts/store_audit.ts";
import { listMembers, type ConnectionRow } from "../../connections/store_lists.ts";
import { readSettings, readSettingsVersion, SettingsMoved } from "../../connections/store_settings.ts";
import { newId } from "../../lib/ids.ts";
import { CONTACT_STATES } from "../../model/kinds.ts";
import { parseSettings } from "../../model/settings_check.ts";
import { diffSettings } from "../../model/settings_diff.ts";
import { applyPreview, PreviewRefused } from "../../projection/preview.ts";
import type { PreviewGroup as KeptGroup, PreviewOutcome } from "../../projection/preview_lists.ts";
import { insertPreview, listPreviewRows, readPreview, type PreviewRecord } from "../../projection/store_preview.ts";
import { readRunsOfConnections } from "../../sync/store_lists.ts";
import { actorOf } from "../actor.ts";
import { connectionParam, pageQuery, text } from "../contract/common.ts";
import { preview as example, preview_id as example_id, preview_row } from "../contract/examples_review.ts";
import {
  appliedSchema,
  applyBodySchema,
  PREVIEW_GROUPS,
  previewBodySchema,
  previewPageSchema,
  previewSchema,
  previewStartedSchema,
  type Preview,
  type PreviewGroup,
} from "../contract/review.ts";
import { anyText, page, readCursor } from "../cursor.ts";
import type { ApiDeps } from "../deps.ts";
import { Problem, problemResponses } from "../problems.ts";
import { createRoute, json, type Api } from "../route.ts";
import { linkTo, openConnection } from "../scope.ts";

const params = z.object({ connection_id: connectionParam });
const oneParams = params.extend({
  preview_id: z
    .uuid({ error: "must be an id of Privity's own (a UUID)" })
    .openapi({ param: { name: "preview_id", in: "path" }, description: "The preview's id", example: example_id }),
});
const tags = ["Settings"];
const PATH = "/api/v1/connections/{connection_id}/previews";
const writing = ["invalid-request", "cross-site", "not-found", "unsupported-media-type"] as const;

const startRoute = createRoute({
  method: "post",
  path: PATH,
  operationId: "startPreview",
  tags,
  summary: "Try settings on the whole firm",
  description:
    "Works out what settings would change, for every contact, and writes nothing of it (B-WHY-3). Takes a document or an earlier version. Goes on in the background; the newest three previews of a connection are kept.",
  request: { params, body: { required: true, content: { "application/json": { schema: previewBodySchema } } } },
  responses: {
    202: json(previewStartedSchema, "It has begun", {
      preview_id: example_id,
      href: `/api/v1/connections/${example.connection_id}/previews/${example_id}`,
    }),
    ...problemResponses(...writing, "run-in-progress", "version-conflict", "too-large", "invalid-settings"),
  },
});

const oneRoute = createRoute({
  method: "get",
  path: `${PATH}/{preview_id}`,
  operationId: "readPreview",
  tags,
  summary: "What settings would change",
  description: "How far the preview is and, once done, its counts, each with a few of the contacts. All of them: …/rows.",
  request: { params: oneParams },
  responses: { 200: json(previewSchema, "The preview", example), ...problemResponses("invalid-request", "not-found") },
});

const rowsRoute = createRoute({
  method: "get",
  path: `${PATH}/{preview_id}/rows`,
  operationId: "listPreviewRows",
  tags,
  summary: "The contacts or matters that would change",
  description: "By name, each with every field that would change; all contacts, or the contacts or matters of one list.",
  request: {
    params: oneParams,
    query: z.strictObject({
      list: text(200)
        .min(1)
        .optional()
        .openapi({ description: "Only of this list, as a group of the preview names it", example: "went_out" }),
      ...pageQuery,
    }),
  },
  responses: {
    200: json(previewPageSchema, "A page of contacts", { items: [preview_row], next: null }),
    ...problemResponses("invalid-request", "invalid-cursor", "not-found"),
  },
});

const applyRoute = createRoute({
  method: "post",
  path: `${PATH}/{preview_id}/apply`,
  operationId: "applyPreview",
  tags,
  summary: "Put previewed settings in force",
  description:
    "Adds a settings version, and everything derived follows. Refused when anything has moved since the preview: records, settings, or what members added; the answer says what.",
  request: { params: oneParams, body: { required: true, content: { "application/json": { schema: applyBodySchema } } } },
  responses: {
    200: json(appliedSchema, "In force", { version: 2 }),
    ...problemResponses(...writing, "preview-outdated", "version-conflict"),
  },
});

/** A preview that has not moved for this long was left behind by a process that ended. */
const LOST_AFTER_MS = 120_000;

export function previewRoutes(app: Api, deps: ApiDeps): void {
  const db = deps.db.kysely;
  app.openapi(startRoute, async (c) => {
    const connection = await openConnection(deps, c, c.req.valid("param").connection_id);
    const { document, version, if_version } = c.req.valid("json");
    const running = (await readRunsOfConnections(db, connection.firm_id)).get(connection.connection_id)?.running_run_id;
    if (running)
      throw new Problem("run-in-progress", "While records come in, a preview would show their changes too.", { run_id: running });
    const present = await readSettings(db, connection);
    if (if_version !== undefined && if_version !== present.version)
      throw new Problem("version-conflict", `Version ${present.version} is in force; you changed version ${if_version}.`);
    const wanted = version === undefined ? document : await readSettingsVersion(db, connection, version);
    if (wanted === null) throw new Problem("not-found", `There is no version ${version} of these settings.`);
    const read = parseSettings(connection.provider, wanted);
    if (!read.ok) throw new Problem("invalid-settings", "These settings cannot be tried.", { errors: read.problems });
    const preview_id = newId(deps.clock);
    const actor = actorOf(c);
    await deps.db.transaction(async (trx) => {
      await insertPreview(trx, connection, {
        preview_id,
        settings: read.settings,
        base_version: present.version,
        created_by: actor.name,
        at: deps.clock.now().toISOString(),
      });
      await audit(trx, actor, "settings.preview", connection.connection_id, { preview_id });
    });
    await deps.actions.preview(connection.firm_id, connection.connection_id, preview_id);
    return c.json({ preview_id, href: `/api/v1/connections/${connection.connection_id}/previews/${preview_id}` }, 202);
  });
  app.openapi(oneRoute, async (c) => {
    const { connection_id, preview_id } = c.req.valid("param");
    const connection = await openConnection(deps, c, connection_id);
    return c.json(await present(connection, await wantedPreview(connection, preview_id)), 200);
  });
  app.openapi(rowsRoute, async (c) => {
    const { connection_id, preview_id } = c.req.valid("param");
    const { list, after, limit } = c.req.valid("query");
    const connection = await openConnection(deps, c, connection_id);
    await wantedPreview(connection, preview_id);
    const position = readCursor(after, [anyText, anyText]);
    const at = position && { sort_name: position[0]!, provider_id: position[1]! };
    const rows = await listPreviewRows(db, connection, preview_id, list ?? null, at, limit);
    const { items, next } = page(rows, limit, (row) => [row.sort_name, row.provider_id]);
    return c.json(
      {
        items: items.map(({ entity, provider_id, name, changes }) => ({
          entity,
          provider_id,
          name,
          // Kept by a version that knew no sentences yet: without them.
          changes: changes.map((change) => ({ ...change, why: change.why ?? null })),
          link: linkTo(deps, connection, entity, provider_id),
        })),
        next,
      },
      200,
    );
  });
  app.openapi(applyRoute, async (c) => {
    const { connection_id, preview_id } = c.req.valid("param");
    const connection = await openConnection(deps, c, connection_id);
    await wantedPreview(connection, preview_id);
    const by = { actor: actorOf(c), note: c.req.valid("json").note ?? null, at: deps.clock.now().toISOString() };
    const version = await applyPreview(deps, connection, preview_id, by).catch((error: unknown) => {
      if (error instanceof PreviewRefused) throw new Problem("preview-outdated", error.message);
      if (error instanceof SettingsMoved) throw new Problem("version-conflict", "Somebody else has changed the settings meanwhile.");
      throw error;
    });
    await deps.actions.settingsChanged(connection.firm_id, connection.connection_id);
    return c.json({ version }, 200);
  });

  async function wantedPreview(connection: ConnectionRow, preview_id: string): Promise<PreviewRecord> {
    const preview = await readPreview(db, connection, preview_id);
    if (!preview) throw new Problem("not-found", `There is no preview ${preview_id} of this connection.`);
    return preview;
  }

  async function present(connection: ConnectionRow, preview: PreviewRecord): Promise<Preview> {
    const lost = preview.state === "running" && deps.clock.now().getTime() - Date.parse(preview.beat_at) > LOST_AFTER_MS;
    const base = await readSettingsVersion(db, connection, preview.base_version);
    const members = await listMembers(db, connection.firm_id);
    const names = new Map(members.map((member) => [member.member_id, member.name]));
    return {
      preview_id: preview.preview_id,
      connection_id: connection.connection_id,
      state: lost ? "failed" : preview.state,
      error: lost ? "It was left unfinished. Start it again." : preview.error,
      base_version: preview.base_version,
      created_by: preview.created_by,
      created_at: preview.created_at,
      progress: { done: preview.done, total: preview.total },
      changes: diffSettings(base, preview.settings),
      outcome: preview.outcome && presentOutcome(preview.outcome, names),
    };
  }
}

/** Of each kind of list, the largest. */
const SHOWN = 50;

function presentOutcome(outcome: PreviewOutcome, names: ReadonlyMap<string, string>): Preview["outcome"] {
  const { contacts, changed, states, matters } = outcome;
  const groups = outcome.groups.map((group) => presentGroup(group, names));
  const shown = PREVIEW_GROUPS.flatMap((what) => groups.filter((group) => group.what === what).slice(0, SHOWN));
  return {
    contacts,
    changed,
    states: CONTACT_STATES.map((state) => ({ state, ...states[state] })),
    groups: shown,
    groups_left_out: groups.length - shown.length + (outcome.more_groups ? 1 : 0),
    matters,
    projects: outcome.projects ?? null,
  };
}

function presentGroup({ list, entity = "contact", count, sample }: KeptGroup, names: ReadonlyMap<string, string>): PreviewGroup {
  const at = list.indexOf(":");
  const what = PREVIEW_GROUPS.find((each) => each === (at < 0 ? list : list.slice(0, at))) ?? "other";
  const value = at < 0 ? "" : list.slice(at + 1);
  const label = what.startsWith("owner") && value !== "none" ? (names.get(value) ?? "a former member") : value;
  return { list, entity, what, label, count, sample };
}
