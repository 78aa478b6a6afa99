/** One matter as clients see it, or would with other settings; and its main client by name (B-MAT-3 to 9, B-WHY-3). */
import { audit } from "../../accounts/store_audit.ts";
import { readSettings } from "../../connections/store_settings.ts";
import type { ConnectionRow } from "../../connections/store_lists.ts";
import { parseSettings } from "../../model/settings_check.ts";
import type { ProjectSettings } from "../../model/settings_projects.ts";
import { asClient } from "../../projection/as_client.ts";
import { nameMainClient } from "../../projection/main_client.ts";
import type { ProjectView } from "../../projection/project_types.ts";
import { readMatter } from "../../projection/store_lists_matters.ts";
import { listStages, readContactStates, readProject } from "../../projection/store_lists_projects.ts";
import { tryProject } from "../../projection/try_project.ts";
import type { MatterView } from "../../projection/types.ts";
import { actorOf } from "../actor.ts";
import { project_answer } from "../contract/examples_projects.ts";
import {
  mainClientBodySchema,
  matterParams,
  projectAnswerSchema,
  tryProjectBodySchema,
  type Project,
  type ProjectAnswer,
} from "../contract/projects.ts";
import type { ApiDeps } from "../deps.ts";
import { Problem, problemResponses } from "../problems.ts";
import { createRoute, json, type Api } from "../route.ts";
import { linkTo, openConnection } from "../scope.ts";
import { openWhys } from "../whys.ts";

const tags = ["Projects"];
const PATH = "/api/v1/matters/{connection_id}/{matter_id}";
const params = matterParams;
const bodyOf = <Schema extends typeof tryProjectBodySchema | typeof mainClientBodySchema>(schema: Schema) => ({
  required: true,
  content: { "application/json": { schema } },
});
const writing = ["invalid-request", "cross-site", "not-found", "unsupported-media-type"] as const;

const oneRoute = createRoute({
  method: "get",
  path: `${PATH}/project`,
  operationId: "readProject",
  tags,
  summary: "One matter as clients see it",
  description:
    "Type, phase, who takes part and who of the team shows, whether it is shown at all, each with its reason; and as the client reads it.",
  request: { params },
  responses: { 200: json(projectAnswerSchema, "The matter", project_answer), ...problemResponses("invalid-request", "not-found") },
});

const tryRoute = createRoute({
  method: "post",
  path: `${PATH}/project/preview`,
  operationId: "tryProject",
  tags,
  summary: "One matter as clients would see it",
  description: "The same rules with the settings that are sent; nothing is changed (B-WHY-3). What is not said is as in the preset.",
  request: { params, body: bodyOf(tryProjectBodySchema) },
  responses: {
    200: json(projectAnswerSchema, "The matter as it would be", project_answer),
    ...problemResponses(...writing, "too-large", "invalid-settings"),
  },
});

const nameRoute = createRoute({
  method: "put",
  path: `${PATH}/main-client`,
  operationId: "nameMainClient",
  tags,
  summary: "Name the main client",
  description:
    "This person is the matter's main client, whomever the rule picks: for matters of a company above all. No sync changes it (B-MAT-5, B-SYN-5).",
  request: { params, body: bodyOf(mainClientBodySchema) },
  responses: { 200: json(projectAnswerSchema, "The matter after the change", project_answer), ...problemResponses(...writing) },
});

const unnameRoute = createRoute({
  method: "delete",
  path: `${PATH}/main-client`,
  operationId: "unnameMainClient",
  tags,
  summary: "Leave the main client to the rule again",
  description: "Takes away whom an admin named.",
  request: { params },
  responses: { 200: json(projectAnswerSchema, "The matter after the change", project_answer), ...problemResponses(...writing) },
});

export function matterProjectRoutes(app: Api, deps: ApiDeps): void {
  const db = deps.db.kysely;
  app.openapi(oneRoute, async (c) => {
    const { connection_id, matter_id } = c.req.valid("param");
    return c.json(await present(await openConnection(deps, c, connection_id), matter_id), 200);
  });
  app.openapi(tryRoute, async (c) => {
    const { connection_id, matter_id } = c.req.valid("param");
    const connection = await openConnection(deps, c, connection_id);
    const read = parseSettings(connection.provider, c.req.valid("json").document);
    if (!read.ok) throw new Problem("invalid-settings", "These settings cannot be tried.", { errors: read.problems });
    const tried = await tryProject(
      { clock: deps.clock, mapper: deps.connectors[connection.provider].mapper },
      db,
      connection,
      matter_id,
      read.settings,
    );
    if (!tried) throw unknownMatter(matter_id);
    await deps.db.transaction((trx) => audit(trx, actorOf(c), "settings.preview", connection_id, { matter_id }));
    const { matter, project } = tried;
    const stages = await listStages(db, connection, matter_id);
    const shown = project && (await presentProject(connection, project, matter, read.settings.projects));
    return c.json({ project: shown, stages, worked_out_at: null }, 200);
  });
  app.openapi(nameRoute, async (c) => {
    const { connection_id, matter_id } = c.req.valid("param");
    const { contact_id } = c.req.valid("json");
    const connection = await openConnection(deps, c, connection_id);
    await knownMatter(connection, matter_id);
    const contact = (await readContactStates(db, connection, [contact_id])).get(contact_id);
    if (contact?.type !== "person") {
      const message = contact ? `${contact.name} is a company; name a person` : "must be a contact of this connection";
      throw new Problem("invalid-request", "The main client was not named.", { errors: [{ path: "contact_id", message }] });
    }
    await name(c, connection, matter_id, contact_id);
    return c.json(await present(connection, matter_id), 200);
  });
  app.openapi(unnameRoute, async (c) => {
    const { connection_id, matter_id } = c.req.valid("param");
    const connection = await openConnection(deps, c, connection_id);
    await knownMatter(connection, matter_id);
    if (!(await name(c, connection, matter_id, null))) throw new Problem("not-found", "Nobody was named as the main client.");
    return c.json(await present(connection, matter_id), 200);
  });

  const unknownMatter = (id: string) => new Problem("not-found", `There is no matter ${id} in this connection.`);
  async function knownMatter(connection: ConnectionRow, matter_id: string): Promise<MatterView> {
    const row = await readMatter(db, connection, matter_id);
    if (!row) throw unknownMatter(matter_id);
    return row.view;
  }

  function name(c: Parameters<typeof actorOf>[0], connection: ConnectionRow, matter_id: string, contact_id: string | null) {
    const actor = actorOf(c);
    const { mapper } = deps.connectors[connection.provider];
    const action = contact_id === null ? "matter.main_client_remove" : "matter.main_client_name";
    return nameMainClient({ db: deps.db, mapper, clock: deps.clock }, connection, matter_id, contact_id, {
      member_id: actor.member_id,
      tell: (trx) => audit(trx, actor, action, matter_id, { connection_id: connection.connection_id, contact_id }),
    });
  }

  async function present(connection: ConnectionRow, matter_id: string): Promise<ProjectAnswer> {
    const matter = await knownMatter(connection, matter_id);
    const [kept, stages, { settings }] = await Promise.all([
      readProject(db, connection, matter_id),
      listStages(db, connection, matter_id),
      readSettings(db, connection),
    ]);
    const project = kept && (await presentProject(connection, kept.view, matter, settings.projects));
    return { project, stages, worked_out_at: kept?.projected_at ?? null };
  }

  async function presentProject(
    connection: ConnectionRow,
    view: ProjectView,
    matter: MatterView,
    settings: ProjectSettings,
  ): Promise<Project> {
    const all = [view.type, view.phase, view.shown, view.notified, ...view.fields, ...view.participants, ...view.team];
    const [why, contacts] = await Promise.all([
      openWhys(
        deps,
        connection,
        all.map((each) => each.reason),
      ),
      readContactStates(
        db,
        connection,
        view.participants.map((participant) => participant.contact_id),
      ),
    ]);
    const told = <T extends { reason: ProjectView["type"]["reason"] }>({ reason, ...rest }: T) => ({ ...rest, why: why(reason) });
    return {
      type: told(view.type),
      phase: told(view.phase),
      messages_paused: view.messages_paused,
      shown: told(view.shown),
      notified: told(view.notified),
      fields: view.fields.map(told),
      participants: view.participants.map(({ contact_id, role, flagged, reason }) => ({
        contact_id,
        name: contacts.get(contact_id)?.name ?? null,
        role,
        flagged: flagged ?? unreachable(contacts.get(contact_id)?.state),
        link: linkTo(deps, connection, "contact", contact_id),
        why: why(reason),
      })),
      team: view.team.map(told),
      as_client: asClient(view, matter, settings, "en"),
      as_client_es: asClient(view, matter, settings, "es"),
    };
  }
}

const UNREACHABLE = ["skipped", "suspected_gone", "tombstone"] as const;
const unreachable = (state: string | undefined) => UNREACHABLE.find((each) => each === state) ?? null;
