/** The outbox as a whole: how much is in which state, how long the oldest waits, and what each way of writing promises (B-WRB-5). */
import { actorOf } from "../actor.ts";
import { outboxSchema } from "../contract/deliveries.ts";
import * as examples from "../contract/examples_outbox.ts";
import type { ApiDeps } from "../deps.ts";
import { problemResponses } from "../problems.ts";
import { createRoute, json, type Api } from "../route.ts";
import { openScope } from "../scope.ts";

const outboxRoute = createRoute({
  method: "get",
  path: "/api/v1/outbox",
  operationId: "readOutbox",
  tags: ["Outbox"],
  summary: "How the outbox stands",
  description:
    "By connection: deliveries by state, the oldest that waits, and for each way of writing how a duplicate is prevented, how an unknown outcome is settled, and what was learned of how long that takes.",
  responses: { 200: json(outboxSchema, "All of it", examples.outbox), ...problemResponses() },
});

export function outboxRoutes(app: Api, deps: ApiDeps): void {
  app.openapi(outboxRoute, async (c) => {
    const { firm_id } = actorOf(c);
    const [scope, counts, windows] = await Promise.all([
      openScope(deps, c),
      deps.outbox.counts(firm_id),
      deps.outbox.settleWindows(firm_id),
    ]);
    const learned = Map.groupBy(windows, (window) => window.connection_id);
    const connections = counts.flatMap((row) => {
      const connection = scope.connections.get(row.connection_id);
      if (!connection) return [];
      const { provider, account_name } = connection;
      const own = (learned.get(row.connection_id) ?? []).map(({ connection_id: _id, provider: _provider, ...window }) => window);
      return [{ ...row, provider, account_name, windows: own }];
    });
    return c.json({ connections }, 200);
  });
}
