/** Automations and templates: made, saved in versions, tried on a contact, switched on; and the ledger of what they started. */
import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { audit } from "../../accounts/store_audit.ts";
import { startByHand } from "../../automations/allow.ts";
import { previewFor } from "../../automations/preview.ts";
import {
  archiveAutomation,
  deleteTemplate,
  insertAutomation,
  listAutomations,
  listStandings,
  listTemplates,
  listVersions,
  putTemplate,
  readAutomation,
  readTemplate,
  saveAutomation,
  switchAutomation,
  type AutomationRow,
} from "../../automations/store_automations.ts";
import { listAccounts } from "../../automations/store_candidates.ts";
import { listStarts, readClientSince, readStart } from "../../automations/store_lists.ts";
import { faultsOf, FIELDS } from "../../automations/template.ts";
import type { Account } from "../../automations/types.ts";
import { newId } from "../../lib/ids.ts";
import type { AutomationDocument } from "../../model/automation.ts";
import { isKnownContact } from "../../projection/store_additions.ts";
import { actorOf } from "../actor.ts";
import { automationOf, startOf } from "../automations.ts";
import * as shapes from "../contract/automations.ts";
import { connectionParam, idParam, pageQuery, providerIdParam, text } from "../contract/common.ts";
import * as examples from "../contract/examples_automations.ts";
import { page, readCursor } from "../cursor.ts";
import type { ApiDeps } from "../deps.ts";
import { Problem, problemResponses } from "../problems.ts";
import { body, createRoute, json, type Api } from "../route.ts";
import { openConnection } from "../scope.ts";

const tags = ["Automations"];
const ROOT = "/api/v1/automations";
const ONE = `${ROOT}/{automation_id}`;
const TEMPLATES = "/api/v1/automation-templates";
const params = z.object({ automation_id: idParam("automation_id", "The automation's id") });
const templateParams = z.object({ template_id: idParam("template_id", "The template's id") });
const contactParams = z.object({ connection_id: connectionParam, provider_id: providerIdParam });
const reading = problemResponses("invalid-request", "not-found");
const writing = problemResponses("invalid-request", "cross-site", "not-found", "unsupported-media-type");
const one = (description: string) => json(shapes.automationSchema, description, examples.automation);
const bodyOf = <Schema extends z.ZodType>(schema: Schema) => ({ required: true, content: { "application/json": { schema } } });
const startQuery = z.strictObject({ ...pageQuery, state: z.enum(shapes.START_STATES).optional() });

const routes = {
  list: createRoute({ method: "get", path: ROOT, operationId: "listAutomations", tags, summary: "Automations", description: "As they are now.", responses: { 200: json(shapes.automationListSchema, "All of them", { items: [{ ...examples.automation, held: 0, started: 12, last_started_at: examples.AT }] }), ...problemResponses("invalid-request") } }),
  add: createRoute({ method: "post", path: ROOT, operationId: "addAutomation", tags, summary: "Make an automation", description: "It is switched off: try it on a contact, then switch it on.", request: { body: bodyOf(shapes.newAutomationSchema) }, responses: { 201: one("The automation"), ...writing } }),
  read: createRoute({ method: "get", path: ONE, operationId: "readAutomation", tags, summary: "One automation", description: "As it is now.", request: { params }, responses: { 200: one("The automation"), ...reading } }),
  save: createRoute({ method: "put", path: ONE, operationId: "saveAutomation", tags, summary: "Save an automation", description: "As a new version; what has started goes on by the version that it started with.", request: { params, body: bodyOf(shapes.saveAutomationSchema) }, responses: { 200: one("As it is now"), ...writing, ...problemResponses("automation-conflict") } }),
  turn: createRoute({ method: "post", path: `${ONE}/switch`, operationId: "switchAutomation", tags, summary: "Switch an automation on or off", description: "On: what happens from now on starts it. Off: what is under way stops.", request: { params, ...body(z.strictObject({ active: z.boolean() }), { active: true }) }, responses: { 200: one("As it is now"), ...writing } }),
  remove: createRoute({ method: "delete", path: ONE, operationId: "removeAutomation", tags, summary: "Take an automation away", description: "Its ledger stays.", request: { params }, responses: { 200: one("As it was"), ...writing } }),
  versions: createRoute({ method: "get", path: `${ONE}/versions`, operationId: "listAutomationVersions", tags, summary: "An automation's versions", description: "The newest first.", request: { params }, responses: { 200: json(shapes.automationVersionsSchema, "All of them", examples.versions), ...reading } }),
  preview: createRoute({ method: "get", path: `${ONE}/preview/{connection_id}/{provider_id}`, operationId: "previewAutomation", tags, summary: "Try an automation on a contact", description: "Whether it would start for them now and why, and the very words they would get. Nothing is written.", request: { params: params.extend(contactParams.shape), query: z.strictObject({ matter: text(200).optional(), phase: text(200).optional() }) }, responses: { 200: json(shapes.previewAnswerSchema, "What would be", examples.preview), ...reading } }),
  tryIt: createRoute({ method: "post", path: "/api/v1/automation-previews", operationId: "tryAutomation", tags, summary: "Try on a contact what is not saved yet", description: "The same answer for a document and templates as they would be. Nothing is written or sent.", request: { body: bodyOf(shapes.tryAutomationSchema) }, responses: { 200: json(shapes.previewAnswerSchema, "What would be", examples.preview), ...writing } }),
  starts: createRoute({ method: "get", path: `${ONE}/starts`, operationId: "listAutomationStarts", tags, summary: "What an automation started, and what not", description: "The permanent ledger (B-AUT-1), the newest first; each with why.", request: { params, query: startQuery }, responses: { 200: json(shapes.startPageSchema, "A page of the ledger", { items: [examples.start], next: null }), ...reading, ...problemResponses("invalid-cursor") } }),
  start: createRoute({ method: "post", path: `${ONE}/starts`, operationId: "startAutomation", tags, summary: "Start an automation for one contact", description: "On record, whatever the ledger says (B-AUT-1). The recipient guard is asked all the same (B-AUT-4).", request: { params, body: bodyOf(shapes.startByHandSchema) }, responses: { 201: json(shapes.startSchema, "The start", examples.start), ...writing } }),
  contact: createRoute({ method: "get", path: "/api/v1/contacts/{connection_id}/{provider_id}/automations", operationId: "listContactStarts", tags, summary: "What automations did for a contact, and what not", description: "With when the contact was first known to be a client.", request: { params: contactParams, query: startQuery }, responses: { 200: json(shapes.contactStartsSchema, "A page of the ledger", { client_since: { since: examples.AT, cause: "run", cause_id: null }, items: [examples.start], next: null }), ...reading, ...problemResponses("invalid-cursor") } }),
  templates: createRoute({ method: "get", path: TEMPLATES, operationId: "listTemplates", tags, summary: "Templates", description: "And all merge fields.", responses: { 200: json(shapes.templateListSchema, "All of them", { items: [examples.template], fields: [{ field: "contact.name", words: "Full name" }] }), ...problemResponses("invalid-request") } }),
  addTemplate: createRoute({ method: "post", path: TEMPLATES, operationId: "addTemplate", tags, summary: "Make a template", description: "Each merge field says what stands in where it is empty.", request: { body: bodyOf(shapes.templateBodySchema) }, responses: { 201: json(shapes.templateSchema, "The template", examples.template), ...writing } }),
  saveTemplate: createRoute({ method: "put", path: `${TEMPLATES}/{template_id}`, operationId: "saveTemplate", tags, summary: "Save a template", description: "What has not left yet leaves with the new words, unless somebody approved the ones before: that is held in one batch until they look again.", request: { params: templateParams, body: bodyOf(shapes.templateBodySchema) }, responses: { 200: json(shapes.templateSchema, "The template", examples.template), ...writing } }),
  removeTemplate: createRoute({ method: "delete", path: `${TEMPLATES}/{template_id}`, operationId: "removeTemplate", tags, summary: "Take a template away", description: "E-mails that would use it are held, and say so.", request: { params: templateParams }, responses: { 200: json(shapes.templateSchema, "As it was", examples.template), ...writing } }),
}; // oxfmt-ignore

export function automationRoutes(app: Api, deps: ApiDeps): void {
  const db = deps.db.kysely;
  const now = () => deps.clock.now().toISOString();
  const firmOf = (c: Context) => actorOf(c).firm_id;

  async function named(c: Context, automation_id: string): Promise<AutomationRow> {
    const row = await readAutomation(db, firmOf(c), automation_id);
    if (!row) throw new Problem("not-found", `There is no automation ${automation_id}.`);
    return row;
  }

  async function accountOf(c: Context, connection_id: string): Promise<Account> {
    await openConnection(deps, c, connection_id);
    const account = (await listAccounts(db, firmOf(c))).find((each) => each.connection_id === connection_id);
    if (!account) throw new Problem("not-found", "This connection does not read for the firm.");
    return account;
  }

  /** Ids in its steps are the firm's own. */
  async function checked(c: Context, document: AutomationDocument): Promise<void> {
    for (const step of document.steps) if (step.kind === "email") await template(c, step.template_id);
  }
  const savedBy = (c: Context) => ({ member_id: actorOf(c).member_id, by: actorOf(c).name, at: now() });

  app.openapi(routes.list, async (c) => {
    const [rows, standings] = await Promise.all([listAutomations(db, firmOf(c)), listStandings(db, firmOf(c))]);
    const standing = new Map(standings.map(({ automation_id, ...rest }) => [automation_id, rest]));
    const none = { held: 0, started: 0, last_started_at: null };
    return c.json({ items: rows.map((row) => ({ ...automationOf(row), ...(standing.get(row.automation_id) ?? none) })) }, 200);
  });
  app.openapi(routes.add, async (c) => {
    const { name, document } = c.req.valid("json");
    const automation_id = newId(deps.clock);
    await checked(c, document);
    await deps.db.transaction(async (trx) => {
      await insertAutomation(trx, firmOf(c), automation_id, name, { document, ...savedBy(c) });
      await audit(trx, actorOf(c), "automation.add", automation_id, { name });
    });
    return c.json(automationOf(await named(c, automation_id)), 201);
  });
  app.openapi(routes.read, async (c) => c.json(automationOf(await named(c, c.req.valid("param").automation_id)), 200));
  app.openapi(routes.save, async (c) => {
    const { automation_id } = c.req.valid("param");
    const { name, document, if_version } = c.req.valid("json");
    await named(c, automation_id);
    await checked(c, document);
    await deps.db.transaction(async (trx) => {
      const version = await saveAutomation(trx, firmOf(c), automation_id, { name, document, if_version, ...savedBy(c) });
      if (version === null) throw new Problem("automation-conflict", `Version ${if_version} is not the newest any more.`);
      await audit(trx, actorOf(c), "automation.save", automation_id, { version });
    });
    return c.json(automationOf(await named(c, automation_id)), 200);
  });
  app.openapi(routes.turn, async (c) => {
    const { automation_id } = c.req.valid("param");
    const { active } = c.req.valid("json");
    await named(c, automation_id);
    await deps.db.transaction(async (trx) => {
      await switchAutomation(trx, firmOf(c), automation_id, active, now());
      await audit(trx, actorOf(c), active ? "automation.on" : "automation.off", automation_id);
    });
    return c.json(automationOf(await named(c, automation_id)), 200);
  });
  app.openapi(routes.remove, async (c) => {
    const row = await named(c, c.req.valid("param").automation_id);
    await deps.db.transaction(async (trx) => {
      await archiveAutomation(trx, firmOf(c), row.automation_id, now());
      await audit(trx, actorOf(c), "automation.remove", row.automation_id, { name: row.name });
    });
    return c.json(automationOf(row), 200);
  });
  app.openapi(routes.versions, async (c) => {
    const { automation_id } = await named(c, c.req.valid("param").automation_id);
    return c.json({ items: await listVersions(db, firmOf(c), automation_id) }, 200);
  });
  app.openapi(routes.preview, async (c) => {
    const { automation_id, connection_id, provider_id } = c.req.valid("param");
    const { matter, phase } = c.req.valid("query");
    const automation = await named(c, automation_id);
    const account = await accountOf(c, connection_id);
    const asked = { contact_id: provider_id, matter_id: matter ?? null, phase: phase ?? null };
    const found = await previewFor(deps, account, automation, asked);
    if (!found) throw new Problem("not-found", `There is no contact ${provider_id} in this connection.`);
    return c.json(found, 200);
  });
  app.openapi(routes.tryIt, async (c) => {
    const { connection_id, provider_id, matter_id, document, templates } = c.req.valid("json");
    const errors = templates.flatMap((each, index) =>
      faultsOf(each).map(({ path, message }) => ({ path: `templates.${index}.${path}`, message })),
    );
    if (errors.length > 0) throw new Problem("invalid-request", "It cannot be tried like this.", { errors });
    const account = await accountOf(c, connection_id);
    const { member_id } = actorOf(c);
    const automation = {
      automation_id: newId(deps.clock),
      name: "",
      active: true,
      active_since: now(),
      active_from_seq: 0,
      version: 1,
      document,
      member_id,
    };
    const found = await previewFor(deps, account, automation, { contact_id: provider_id, matter_id, phase: null }, templates);
    if (!found) throw new Problem("not-found", `There is no contact ${provider_id} in this connection.`);
    await deps.db.transaction((trx) => audit(trx, actorOf(c), "automation.preview", provider_id, { connection_id }));
    return c.json(found, 200);
  });
  app.openapi(routes.starts, async (c) => {
    const { automation_id } = await named(c, c.req.valid("param").automation_id);
    const { limit, after, state } = c.req.valid("query");
    const rows = await listStarts(db, firmOf(c), { automation_id, state }, readCursor(after, [z.uuid()])?.[0] ?? null, limit);
    const { items, next } = page(rows, limit, (row) => [row.start_id]);
    return c.json({ items: items.map(startOf), next }, 200);
  });
  app.openapi(routes.start, async (c) => {
    const automation = await named(c, c.req.valid("param").automation_id);
    const { connection_id, provider_id, matter_id } = c.req.valid("json");
    const account = await accountOf(c, connection_id);
    if (!(await isKnownContact(db, account, provider_id)))
      throw new Problem("not-found", `There is no contact ${provider_id} in this connection.`);
    const { trigger } = automation.document;
    const about: Record<string, string> = trigger.kind === "key_fact" ? { label: trigger.label } : {};
    const input = { contact_id: provider_id, matter_id, about, by: actorOf(c).name, at: now() };
    const start_id = await deps.db.transaction(async (trx) => {
      const made = await startByHand(trx, deps.clock, account, automation, input);
      await audit(trx, actorOf(c), "automation.start", made, { automation_id: automation.automation_id, contact_id: provider_id });
      return made;
    });
    deps.actions.automate(firmOf(c));
    return c.json(startOf((await readStart(db, firmOf(c), start_id))!), 201);
  });
  app.openapi(routes.contact, async (c) => {
    const { connection_id, provider_id } = c.req.valid("param");
    const { limit, after, state } = c.req.valid("query");
    const { firm_id, provider } = await openConnection(deps, c, connection_id);
    const filter = { contact: { provider, contact_id: provider_id }, state };
    const rows = await listStarts(db, firm_id, filter, readCursor(after, [z.uuid()])?.[0] ?? null, limit);
    const { items, next } = page(rows, limit, (row) => [row.start_id]);
    return c.json({ client_since: await readClientSince(db, firm_id, provider, provider_id), items: items.map(startOf), next }, 200);
  });

  // Templates
  const fields = Object.entries(FIELDS).map(([field, words]) => ({ field, words }));
  async function put(c: Context, template_id: string, given: z.infer<typeof shapes.templateBodySchema>, action: string) {
    const errors = faultsOf(given);
    if (errors.length > 0) throw new Problem("invalid-request", "The template was not saved.", { errors });
    const row = { template_id, ...given, updated_by: actorOf(c).name, updated_at: now() };
    await deps.db.transaction(async (trx) => {
      await putTemplate(trx, firmOf(c), row);
      await audit(trx, actorOf(c), action, template_id, { name: given.name });
    });
    return row;
  }
  async function template(c: Context, template_id: string) {
    const found = await readTemplate(db, firmOf(c), template_id);
    if (!found) throw new Problem("not-found", `There is no template ${template_id}.`);
    const { words_seq: _counted, ...row } = found;
    return row;
  }
  app.openapi(routes.templates, async (c) => c.json({ items: await listTemplates(db, firmOf(c)), fields }, 200));
  app.openapi(routes.addTemplate, async (c) => c.json(await put(c, newId(deps.clock), c.req.valid("json"), "template.add"), 201));
  app.openapi(routes.saveTemplate, async (c) => {
    const { template_id } = await template(c, c.req.valid("param").template_id);
    return c.json(await put(c, template_id, c.req.valid("json"), "template.save"), 200);
  });
  app.openapi(routes.removeTemplate, async (c) => {
    const row = await template(c, c.req.valid("param").template_id);
    await deps.db.transaction(async (trx) => {
      await deleteTemplate(trx, firmOf(c), row.template_id);
      await audit(trx, actorOf(c), "template.remove", row.template_id, { name: row.name });
    });
    return c.json(row, 200);
  });
}
