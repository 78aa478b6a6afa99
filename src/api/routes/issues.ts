/** What an admin should look at: by cause, with how many, a few of them and what to do (B-CON-5, B-CON-8). */
import { z } from "@hono/zod-openapi";
import { healthOf } from "../../connections/health.ts";
import type { ConnectionRow } from "../../connections/store_lists.ts";
import { readSettings } from "../../connections/store_settings.ts";
import { listTwins } from "../../outbox/store_lists.ts";
import { loadEnvironment } from "../../projection/environment.ts";
import { listContactIssues } from "../../projection/store_issues.ts";
import { countStates } from "../../projection/store_lists_attention.ts";
import { teamOf } from "../../projection/team.ts";
import { listQuarantined, readRunsOfConnections, type RunsOfConnection } from "../../sync/store_lists.ts";
import { listHeld } from "../../sync/store_parked.ts";
import { connectionQuery } from "../contract/common.ts";
import { issueListSchema, type Issue } from "../contract/issues.ts";
import type { ApiDeps } from "../deps.ts";
import { issuesOf, type Found } from "../issues.ts";
import { problemResponses } from "../problems.ts";
import { createRoute, json, type Api } from "../route.ts";
import { connectionOf, linkTo, openScope } from "../scope.ts";

const SAMPLE = 5;
const example: Issue = {
  connection_id: "019402f4-7a00-7c3a-8f01-2b6f1c9d4e10",
  provider: "clio",
  account_name: "Hartwell & Osei LLP",
  cause: "unmapped_attorney",
  severity: "degrades",
  title: "Some attorneys are not members here, so they own no contacts.",
  remedy: "Invite them with the e-mail that the provider has, or say by hand which member stands for them.",
  count: 1,
  sample: [{ label: "Gail Whitmore is not a member", link: null, contact_id: null, delivery_id: null }],
  since: null,
};

const listRoute = createRoute({
  method: "get",
  path: "/api/v1/issues",
  operationId: "listIssues",
  tags: ["Attention"],
  summary: "What needs looking after",
  description:
    "One entry for each cause and connection: how many, a few of them, and what to do. Whatever is mended leaves by itself. The gravest first.",
  request: { query: z.strictObject({ connection: connectionQuery }) },
  responses: {
    200: json(issueListSchema, "All of them", { items: [example] }),
    ...problemResponses("invalid-request", "not-found"),
  },
});

const GRAVITY = ["stops", "degrades", "loses"];

export function issueRoutes(app: Api, deps: ApiDeps): void {
  const db = deps.db.kysely;
  app.openapi(listRoute, async (c) => {
    const scope = await openScope(deps, c, c.req.valid("query").connection);
    const runs = await readRunsOfConnections(db, scope.firm_id);
    const found = await Promise.all(scope.connection_ids.map((id) => lookAt(connectionOf(scope, id), runs.get(id), scope.unknown_zone)));
    const items = found.flatMap(issuesOf).toSorted((a, b) => GRAVITY.indexOf(a.severity) - GRAVITY.indexOf(b.severity));
    return c.json({ items }, 200);
  });

  async function lookAt(connection: ConnectionRow, runs: RunsOfConnection | undefined, unknown_zone: string | null): Promise<Found> {
    const { mapper } = deps.connectors[connection.provider];
    const { settings } = await readSettings(db, connection);
    const [{ context }, counts, broken, held, contacts, twins] = await Promise.all([
      loadEnvironment(db, connection, mapper, settings, deps.clock.now()),
      countStates(db, connection),
      listQuarantined(db, connection.firm_id, [connection.connection_id], null, SAMPLE),
      listHeld(db, connection),
      listContactIssues(db, connection),
      listTwins(db, connection, SAMPLE),
    ]);
    const staff = [...context.staff.values()].filter((person) => person.active);
    const on_no_matter = { lead: false, originating: false, responsible_staff: false };
    const attorneys = teamOf(
      staff.map((person) => ({ staff_id: person.provider_id, ...on_no_matter })),
      context,
    ).filter((person) => person.position === "attorney");
    const mappings = [...context.staff_mapping.values()];
    const last_error = runs?.last_error ? { text: runs.last_error, remedy: runs.last_remedy, at: runs.last_failed_at ?? "" } : null;
    const linked = ["contact", "company", "matter", "staff"] as const;
    const { connection_id, provider, account_name } = connection;
    return {
      connection: { connection_id, provider, account_name },
      health: healthOf({
        ...connection,
        succeeded_at: runs?.succeeded_at ?? null,
        last_error,
        refused: runs?.refused ?? [],
        probe: connection.probe,
        now: deps.clock.now(),
      }),
      refused: runs?.refused ?? [],
      unknown_zone,
      held,
      quarantined: {
        count: counts.quarantined,
        since: broken[0]?.first_at ?? null,
        sample: broken.slice(0, SAMPLE).map(({ kind, provider_id, reason }) => {
          const shown = linked.find((each) => each === kind);
          return { kind, provider_id, reason, link: shown ? linkTo(deps, connection, shown, provider_id) : null };
        }),
      },
      attorneys: mappings.filter((mapping) => attorneys.some((person) => person.staff_id === mapping.staff_id)),
      ignored_rules: mappings.filter((mapping) => mapping.ignored_rule !== null),
      contacts,
      twins,
      link: (id) => linkTo(deps, connection, "contact", id),
    };
  }
}
