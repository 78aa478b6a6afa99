/** Activities: logging what happened with a contact, editing it, and seeing how it stands at the provider. */
import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { listMembers } from "../../connections/store_lists.ts";
import { complaintsAboutEdit, complaintsAboutTime, draftOf, type FieldComplaint } from "../../model/activity.ts";
import { cleanHtml, plainText } from "../../outbox/clean.ts";
import type { Activity, ActivitySource } from "../../outbox/types.ts";
import { may } from "../access.ts";
import { actorOf, type Actor } from "../actor.ts";
import { addressOf, askIfShared } from "../addressing.ts";
import {
  activityPageSchema,
  activityParam,
  activityQuerySchema,
  activitySchema,
  editActivitySchema,
  logActivitySchema,
} from "../contract/activities.ts";
import * as examples from "../contract/examples_outbox.ts";
import { page, readCursor } from "../cursor.ts";
import type { ApiDeps } from "../deps.ts";
import { sourceKey } from "../idempotency.ts";
import { byOf, presentActivity } from "../outbox.ts";
import { Problem, problemResponses } from "../problems.ts";
import { createRoute, json, type Api } from "../route.ts";
import { openConnection } from "../scope.ts";

const tags = ["Activities"];
const LIST = "/api/v1/activities";
const params = z.object({ activity_id: activityParam });
const bodyOf = <Schema extends z.ZodType>(schema: Schema) => ({ required: true, content: { "application/json": { schema } } });
const WRITES = ["invalid-request", "cross-site", "not-found", "too-large", "unsupported-media-type"] as const;

const listRoute = createRoute({
  method: "get",
  path: LIST,
  operationId: "listActivities",
  tags,
  summary: "What happened",
  description: "The latest logged first, each with its records at the provider and how they stand.",
  request: { query: activityQuerySchema },
  responses: {
    200: json(activityPageSchema, "A page of activities", { items: [examples.activity], next: null }),
    ...problemResponses("invalid-request", "invalid-cursor", "not-found"),
  },
});

const logRoute = createRoute({
  method: "post",
  path: LIST,
  operationId: "logActivity",
  tags,
  summary: "Log an activity",
  description:
    "What happened with a contact: an e-mail, note, card, call, text, portal message or document, each with its own fields. It is written to the provider once, where the settings say so (B-WRB-1); `deliveries` tell how that goes. Send an Idempotency-Key: the same key again is the same activity, for good. An e-mail or text to an address that others share is asked about first (B-CTC-6).",
  request: { body: bodyOf(logActivitySchema) },
  responses: {
    201: json(activitySchema, "It is logged, and on its way", examples.activity),
    ...problemResponses(...WRITES, "member-needed", "shared-address", "request-in-progress", "idempotency-mismatch"),
  },
});

const oneRoute = createRoute({
  method: "get",
  path: `${LIST}/{activity_id}`,
  operationId: "readActivity",
  tags,
  summary: "One activity",
  description: "With its files, and its records at the provider.",
  request: { params },
  responses: { 200: json(activitySchema, "The activity", examples.activity), ...problemResponses("invalid-request", "not-found") },
});

const editRoute = createRoute({
  method: "patch",
  path: `${LIST}/{activity_id}`,
  operationId: "editActivity",
  tags,
  summary: "Edit an activity",
  description:
    "By its author or an admin. Before delivery it replaces what is sent; after delivery the provider's record is changed where it can be (B-WRB-8): `editable` of its deliveries says so beforehand.",
  request: { params, body: bodyOf(editActivitySchema) },
  responses: {
    200: json(activitySchema, "As it is now", { ...examples.activity, revision: 2 }),
    ...problemResponses(...WRITES, "not-now", "not-editable"),
  },
});

export function activityRoutes(app: Api, deps: ApiDeps): void {
  app.openapi(listRoute, async (c) => {
    const { connection, contact, matter, kind, after, limit } = c.req.valid("query");
    if ((contact !== undefined || matter !== undefined) && connection === undefined)
      refuse("Ids are those of one connection.", [
        { path: "connection", message: "must say of which connection the contact or matter is" },
      ]);
    if (connection !== undefined) await openConnection(deps, c, connection);
    const position = readCursor(after, [z.uuid()]);
    const rows = await deps.outbox.listActivities(
      actorOf(c).firm_id,
      {
        ...(connection === undefined ? {} : { connection_id: connection }),
        ...(contact === undefined ? {} : { contact_id: contact }),
        ...(matter === undefined ? {} : { matter_id: matter }),
        ...(kind === undefined ? {} : { kinds: [kind] }),
      },
      { after: position?.[0] ?? null, limit: limit + 1 },
    );
    const { items, next } = page(rows, limit, (row) => [row.activity_id]);
    return c.json({ items: items.map(presentActivity), next }, 200);
  });

  app.openapi(logRoute, async (c) => {
    const actor = actorOf(c);
    const draft = draftOf(c.req.valid("json"));
    const now = deps.clock.now();
    const text = textOf(draft);
    refuse("The activity was not logged.", [...complaintsAboutTime(draft.occurred_at, now), ...text.complaints]);
    const connection = await openConnection(deps, c, draft.contact.connection_id);
    const author_member_id = await authorOf(actor, draft.author_id);
    const address = await addressOf(deps, connection, draft);
    await askIfShared(deps, connection, draft, address);
    const activity = await deps.outbox.logActivity(
      actor.firm_id,
      {
        connection_id: connection.connection_id,
        contact_id: draft.contact.provider_id,
        matter_id: draft.matter_id,
        kind: draft.kind,
        direction: draft.direction,
        occurred_at: draft.occurred_at ?? now.toISOString(),
        author_member_id,
        subject: plainText(draft.subject),
        body: text.body,
        address,
        conversation: draft.conversation,
        file_ids: draft.file_ids,
        source: SOURCES[actor.via],
        source_key: sourceKey(c),
      },
      byOf(actor),
    );
    return c.json(presentActivity(activity), 201);
  });

  app.openapi(oneRoute, async (c) => c.json(presentActivity(await read(c, c.req.valid("param").activity_id)), 200));

  app.openapi(editRoute, async (c) => {
    const actor = actorOf(c);
    const activity = await read(c, c.req.valid("param").activity_id);
    if (activity.author_member_id !== actor.member_id && !may(actor, "admin"))
      throw new Problem("not-allowed", `This was logged by ${activity.author_name}: they or an admin may edit it.`);
    const edit = c.req.valid("json");
    const { subject, body, body_html, occurred_at } = edit;
    const text = body === undefined && body_html === undefined ? null : textOf({ body: body ?? "", body_html: body_html ?? null });
    refuse("The activity was not changed.", [
      ...complaintsAboutEdit(activity.kind, edit),
      ...complaintsAboutTime(occurred_at, deps.clock.now()),
      ...(text?.complaints ?? []),
    ]);
    const changed = await deps.outbox.editActivity(
      actor.firm_id,
      activity.activity_id,
      {
        ...(subject === undefined ? {} : { subject: plainText(subject) }),
        ...(text === null ? {} : { body: text.body }),
        ...(occurred_at === undefined ? {} : { occurred_at }),
      },
      byOf(actor),
    );
    return c.json(presentActivity(changed), 200);
  });

  /** B-WRB-3: it is written with the author's own connection, so nobody but an admin speaks for another. */
  async function authorOf(actor: Actor, author_id: string | null): Promise<string> {
    const author = author_id ?? actor.member_id;
    if (author === null) throw new Problem("member-needed", "What is logged is logged in a member's name: say in whose with `author_id`.");
    if (author === actor.member_id) return author;
    if (!may(actor, "admin")) throw new Problem("not-allowed", "Only an admin may log an activity in another member's name.");
    const member = (await listMembers(deps.db.kysely, actor.firm_id)).find((each) => each.member_id === author);
    const message = member ? `${member.name} is inactive` : "must be a member's id";
    if (!member?.active) refuse("The activity was not logged.", [{ path: "author_id", message }]);
    return author;
  }

  async function read(c: Context, activity_id: string): Promise<Activity> {
    const activity = await deps.outbox.readActivity(actorOf(c).firm_id, activity_id);
    if (!activity) throw new Problem("not-found", `There is no activity ${activity_id}.`);
    return activity;
  }
}

const SOURCES: Record<Actor["via"], ActivitySource> = { session: "member", api_key: "api", command_line: "command_line" };
/** As much as a typed body may hold. */
const MAX_TEXT = 100_000;

function textOf({ body, body_html }: { body: string; body_html: string | null }): { body: string; complaints: FieldComplaint[] } {
  const text = body_html === null ? plainText(body) : cleanHtml(body_html).text;
  const path = body_html === null ? "body" : "body_html";
  const lost = text === "" && (body_html ?? body).trim() !== "";
  const complaints = [
    ...(lost ? [{ path, message: "holds nothing that can be read" }] : []),
    ...(text.length > MAX_TEXT ? [{ path, message: `holds more than ${MAX_TEXT} characters of text` }] : []),
  ];
  return { body: text, complaints };
}

function refuse(detail: string, errors: FieldComplaint[]): void {
  if (errors.length > 0) throw new Problem("invalid-request", detail, { errors });
}
