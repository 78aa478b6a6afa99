/** Forms: built, saved in versions, sent to clients; what they handed in, compared with the provider's custom fields. */
import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { audit } from "../../accounts/store_audit.ts";
import { readSettings } from "../../connections/store_settings.ts";
import { newId } from "../../lib/ids.ts";
import { FIELD_TYPES, fieldsOf, fits, type FormDocument } from "../../model/form.ts";
import { decideHeldForms, sendForm, withdrawForm } from "../../portal/form_sending.ts";
import { decideAnswer, readComparison, ValueChanged } from "../../portal/form_values.ts";
import { readAnswerRows } from "../../portal/store_form_answers.ts";
import { listPeople } from "../../portal/store_form_phases.ts";
import { listRequests, readRequest, type RequestRow } from "../../portal/store_form_requests.ts";
import { archiveForm, insertForm, listForms, readForm, saveForm, type FormRow } from "../../portal/store_forms.ts";
import { PortalRefused } from "../../portal/types.ts";
import { readKind } from "../../projection/store_context.ts";
import type { CustomFieldFacts } from "../../model/facts.ts";
import { actorOf } from "../actor.ts";
import { connectionParam, connectionQuery, idParam, pageQuery, text } from "../contract/common.ts";
import * as examples from "../contract/examples_forms.ts";
import * as shapes from "../contract/forms.ts";
import { matterParam } from "../contract/projects.ts";
import { page, readCursor } from "../cursor.ts";
import type { ApiDeps } from "../deps.ts";
import { detailOf, formOf, requestOf } from "../forms.ts";
import { byOf } from "../outbox.ts";
import { Problem, problemResponses } from "../problems.ts";
import { createRoute, json, type Api } from "../route.ts";
import { openConnection } from "../scope.ts";

const tags = ["Forms"];
const ROOT = "/api/v1/forms";
const REQUESTS = "/api/v1/form-requests";
const ONE = `${REQUESTS}/{request_id}`;
const params = z.object({ form_id: idParam("form_id", "The form's id") });
const requestParams = z.object({ request_id: idParam("request_id", "The id of the form that was sent") });
const reading = problemResponses("invalid-request", "not-found");
const writing = problemResponses("invalid-request", "cross-site", "not-found", "unsupported-media-type");
const bodyOf = <Schema extends z.ZodType>(schema: Schema) => ({
  body: { required: true as const, content: { "application/json": { schema } } },
});
const one = (description: string) => json(shapes.formSchema, description, examples.form);
const detail = (description: string) => json(shapes.requestDetailSchema, description, examples.detail);
const field_key = text(40)
  .min(1)
  .openapi({ param: { name: "field_key", in: "path" }, description: "The field's key in its form", example: "hospital" });
const requestQuery = z.strictObject({
  ...pageQuery,
  state: z.enum(shapes.REQUEST_STATES).optional(),
  form_id: z.uuid().optional(),
  connection_id: connectionQuery,
  matter_id: text(200).optional(),
  contact_id: text(200).optional(),
  to_confirm: z.enum(["true"]).optional().openapi({ description: "Those with answers that a member has to decide about" }),
});

const routes = {
  list: createRoute({ method: "get", path: ROOT, operationId: "listForms", tags, summary: "Forms", description: "As they are now.", responses: { 200: json(shapes.formListSchema, "All of them", { items: [examples.form] }), ...problemResponses("invalid-request") } }),
  places: createRoute({ method: "get", path: "/api/v1/form-places/{connection_id}", operationId: "readFormPlaces", tags, summary: "Where answers can go", description: "The matter's custom fields as they were found at the provider, and the phases that can send a form.", request: { params: z.object({ connection_id: connectionParam }) }, responses: { 200: json(shapes.formPlacesSchema, "All of them", examples.places), ...reading } }),
  people: createRoute({ method: "get", path: "/api/v1/form-people/{connection_id}/{matter_id}", operationId: "listFormPeople", tags, summary: "Who can be sent a form", description: "Those who take part in a matter that is shown to its clients.", request: { params: z.object({ connection_id: connectionParam, matter_id: matterParam }) }, responses: { 200: json(shapes.formPeopleSchema, "By name", examples.people), ...reading } }),
  add: createRoute({ method: "post", path: ROOT, operationId: "addForm", tags, summary: "Make a form", description: "One that a phase sends does so from now on.", request: bodyOf(shapes.newFormSchema), responses: { 201: one("The form"), ...writing } }),
  read: createRoute({ method: "get", path: `${ROOT}/{form_id}`, operationId: "readForm", tags, summary: "One form", description: "As it is now.", request: { params }, responses: { 200: one("The form"), ...reading } }),
  save: createRoute({ method: "put", path: `${ROOT}/{form_id}`, operationId: "saveForm", tags, summary: "Save a form", description: "As a new version; what was sent keeps the version that it was sent with.", request: { params, ...bodyOf(shapes.saveFormSchema) }, responses: { 200: one("As it is now"), ...writing, ...problemResponses("form-conflict") } }),
  remove: createRoute({ method: "delete", path: `${ROOT}/{form_id}`, operationId: "removeForm", tags, summary: "Take a form away", description: "What was sent stays.", request: { params }, responses: { 200: one("As it was"), ...writing } }),
  requests: createRoute({ method: "get", path: REQUESTS, operationId: "listFormRequests", tags, summary: "Forms that were sent", description: "The newest first.", request: { query: requestQuery }, responses: { 200: json(shapes.requestPageSchema, "A page of them", { items: [examples.request], next: null }), ...problemResponses("invalid-request", "invalid-cursor") } }),
  send: createRoute({ method: "post", path: REQUESTS, operationId: "sendForm", tags, summary: "Send a form", description: "To people who take part in the matter. They are told by letter, unless they want none (B-AUT-4).", request: bodyOf(shapes.sendFormSchema), responses: { 201: json(shapes.sentSchema, "What was sent", { items: [examples.request] }), ...writing, ...problemResponses("form-not-now", "member-needed") } }),
  one: createRoute({ method: "get", path: ONE, operationId: "readFormRequest", tags, summary: "One form that was sent", description: "With what was answered, and how that compares with the provider's custom fields (B-WRB-9).", request: { params: requestParams }, responses: { 200: detail("The form"), ...reading } }),
  withdraw: createRoute({ method: "post", path: `${ONE}/withdraw`, operationId: "withdrawForm", tags, summary: "Take a form back", description: "The client sees it no more. What was handed in stays.", request: { params: requestParams }, responses: { 200: detail("As it is now"), ...writing, ...problemResponses("form-not-now") } }),
  decide: createRoute({ method: "post", path: `${ONE}/answers/{field_key}`, operationId: "decideFormAnswer", tags, summary: "Decide about an answer", description: "Where the provider says something else: written in your name, or kept as it is there. On record (B-WRB-9).", request: { params: requestParams.extend({ field_key }), ...bodyOf(shapes.decideAnswerSchema) }, responses: { 200: detail("As it is now"), ...writing, ...problemResponses("form-value-changed", "form-not-now", "member-needed") } }),
  held: createRoute({ method: "post", path: "/api/v1/form-batches/decide", operationId: "decideHeldForms", tags, summary: "Send held forms, or never", description: "Those that a first sync, a reconnect or settings brought about (B-AUT-2).", request: bodyOf(shapes.decideHeldSchema), responses: { 200: json(shapes.decidedSchema, "Which were decided", { done: [examples.request.request_id], refused: [] }), ...writing } }),
}; // oxfmt-ignore

export function formRoutes(app: Api, deps: ApiDeps): void {
  const db = deps.db.kysely;
  const now = () => deps.clock.now().toISOString();
  const firmOf = (c: Context) => actorOf(c).firm_id;

  async function named(c: Context, form_id: string): Promise<FormRow> {
    const row = await readForm(db, firmOf(c), form_id);
    if (!row) throw new Problem("not-found", `There is no form ${form_id}.`);
    return row;
  }
  async function sent(c: Context, request_id: string): Promise<RequestRow> {
    const row = await readRequest(db, firmOf(c), request_id);
    if (!row) throw new Problem("not-found", `There is no form ${request_id} that was sent.`);
    return row;
  }
  async function present(row: RequestRow) {
    return detailOf(row, await readAnswerRows(db, row), await readComparison(deps.portal, row));
  }
  async function customFields(owner: { firm_id: string; connection_id: string; provider: "clio" | "mycase" }): Promise<CustomFieldFacts[]> {
    const { mapper } = deps.connectors[owner.provider];
    const all = (await readKind(db, owner, "custom_field")).map(({ raw }) => mapper.custom_field(raw));
    return all.filter((field) => field.parent === "matter" && !field.deleted);
  }
  /** Each answer that goes somewhere goes where it fits. */
  async function check(c: Context, connection_id: string, document: FormDocument): Promise<void> {
    const known = new Map((await customFields(await openConnection(deps, c, connection_id))).map((field) => [field.provider_id, field]));
    for (const field of fieldsOf(document)) {
      if (field.target === null) continue;
      const facts = known.get(field.target.field_id);
      const fault = (message: string) => new Problem("invalid-request", message, { errors: [{ path: field.key, message }] });
      if (!facts) throw fault(`There is no custom field ${field.target.field_id} of matters.`);
      if (!fits(field.type, facts.type)) throw fault(`“${facts.name}” takes no answer of the kind ${field.type}.`);
      const options = new Set(facts.options.filter((option) => !option.deleted).map((option) => option.id));
      if (facts.type === "picklist" && field.options.some((option) => option.option_id === null || !options.has(option.option_id)))
        throw fault(`Say for each choice which one of “${facts.name}” it is.`);
    }
  }
  const savedBy = (c: Context) => ({ member_id: actorOf(c).member_id, by: actorOf(c).name, at: now() });
  function memberOf(c: Context): { firm_id: string; member_id: string; name: string } {
    const { firm_id, member_id, name } = actorOf(c);
    if (member_id === null) throw new Problem("member-needed", "What is written is written in a member's name.");
    return { firm_id, member_id, name };
  }

  app.openapi(routes.list, async (c) => c.json({ items: (await listForms(db, firmOf(c))).map(formOf) }, 200));
  app.openapi(routes.places, async (c) => {
    const connection = await openConnection(deps, c, c.req.valid("param").connection_id);
    const { settings } = await readSettings(db, connection);
    const fields = (await customFields(connection)).map((field) => ({
      ...{ field_id: field.provider_id, name: field.name, type: field.type },
      fits: FIELD_TYPES.filter((type) => fits(type, field.type)),
      options: field.options.filter((option) => !option.deleted).map((option) => ({ option_id: option.id, text: option.text })),
    }));
    const phases = settings.projects.types.flatMap((type) => type.phases.map((phase) => ({ type: type.name, phase: phase.name })));
    return c.json({ fields, phases, leads: "not_offered" as const }, 200);
  });
  app.openapi(routes.people, async (c) => {
    const { connection_id, matter_id } = c.req.valid("param");
    const connection = await openConnection(deps, c, connection_id);
    const open = await listRequests(db, firmOf(c), { state: "open", connection_id, matter_id }, null, 200);
    const items = (await listPeople(db, connection, matter_id)).map((person) => ({
      ...person,
      has_open: open.filter((request) => request.contact_id === person.contact_id).map((request) => request.form_name),
    }));
    return c.json({ items }, 200);
  });
  app.openapi(routes.add, async (c) => {
    const { name, connection_id, document } = c.req.valid("json");
    await check(c, connection_id, document);
    const form_id = newId(deps.clock);
    await deps.db.transaction(async (trx) => {
      await insertForm(trx, { firm_id: firmOf(c), connection_id, form_id }, { name, document, ...savedBy(c) });
      await audit(trx, actorOf(c), "form.add", form_id, { name });
    });
    return c.json(formOf(await named(c, form_id)), 201);
  });
  app.openapi(routes.read, async (c) => c.json(formOf(await named(c, c.req.valid("param").form_id)), 200));
  app.openapi(routes.save, async (c) => {
    const was = await named(c, c.req.valid("param").form_id);
    const { name, document, if_version } = c.req.valid("json");
    await check(c, was.connection_id, document);
    const phase_anew = JSON.stringify(was.document.on_phase) !== JSON.stringify(document.on_phase);
    await deps.db.transaction(async (trx) => {
      const version = await saveForm(trx, was, { name, document, if_version, phase_anew, ...savedBy(c) });
      if (version === null) throw new Problem("form-conflict", `Version ${if_version} is not the newest any more.`);
      await audit(trx, actorOf(c), "form.save", was.form_id, { version });
    });
    return c.json(formOf(await named(c, was.form_id)), 200);
  });
  app.openapi(routes.remove, async (c) => {
    const row = await named(c, c.req.valid("param").form_id);
    await deps.db.transaction(async (trx) => {
      await archiveForm(trx, row, now());
      await audit(trx, actorOf(c), "form.remove", row.form_id, { name: row.name });
    });
    return c.json(formOf(row), 200);
  });
  app.openapi(routes.requests, async (c) => {
    const { limit, after, to_confirm, ...filter } = c.req.valid("query");
    const cursor = readCursor(after, [z.uuid()])?.[0] ?? null;
    const rows = await listRequests(db, firmOf(c), { ...filter, to_confirm: to_confirm === "true" }, cursor, limit);
    const { items, next } = page(rows, limit, (row) => [row.request_id]);
    return c.json({ items: items.map(requestOf), next }, 200);
  });
  app.openapi(routes.send, async (c) => {
    const { form_id, matter_id, contact_ids, due_on } = c.req.valid("json");
    const form = await named(c, form_id);
    const to = { matter_id, contact_ids: [...new Set(contact_ids)], due_on };
    const ids = await refusable(() => sendForm(deps.portal, form, to, { ...memberOf(c), tell: byOf(actorOf(c)).tell }));
    const items = await Promise.all(ids.map((id) => sent(c, id)));
    return c.json({ items: items.map(requestOf) }, 201);
  });
  app.openapi(routes.one, async (c) => c.json(await present(await sent(c, c.req.valid("param").request_id)), 200));
  app.openapi(routes.withdraw, async (c) => {
    const row = await sent(c, c.req.valid("param").request_id);
    await refusable(() => withdrawForm(deps.portal, row, byOf(actorOf(c))));
    return c.json(await present(await sent(c, row.request_id)), 200);
  });
  app.openapi(routes.decide, async (c) => {
    const { request_id, field_key: key } = c.req.valid("param");
    const { decision, seen } = c.req.valid("json");
    const row = await sent(c, request_id);
    const who = { member_id: memberOf(c).member_id, by: byOf(actorOf(c)) };
    await refusable(() => decideAnswer(deps.portal, row, { field_key: key, decision, theirs: seen }, who));
    return c.json(await present(await sent(c, request_id)), 200);
  });
  app.openapi(routes.held, async (c) => {
    const { requests, decision } = c.req.valid("json");
    const request_ids = [...new Set(requests.map(({ request_id }) => request_id))];
    return c.json(await refusable(() => decideHeldForms(deps.portal, firmOf(c), request_ids, decision, byOf(actorOf(c)))), 200);
  });
}

/** What the portal refuses, as the members' API says it. */
async function refusable<T>(task: () => Promise<T>): Promise<T> {
  try {
    return await task();
  } catch (error) {
    if (error instanceof ValueChanged) throw new Problem("form-value-changed", error.message);
    if (!(error instanceof PortalRefused)) throw error;
    if (error.code === "not_found")
      throw new Problem("not-found", error.message || "Nobody of this id takes part in a matter of this id that is shown to its clients.");
    throw new Problem("form-not-now", error.message || "The matter is closed.");
  }
}
