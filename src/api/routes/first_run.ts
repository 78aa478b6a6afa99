/** A firm's first run (issue 5): what it was told is kept here, so that it can be left at any step and gone on with in any browser. */
import type { Context } from "hono";
import { audit } from "../../accounts/store_audit.ts";
import { readerOf, stepOf } from "../../connections/first_run.ts";
import { putFirstRun, readFirstRun } from "../../connections/store_first_run.ts";
import { readFirstRunOfConnection } from "../../sync/store_lists.ts";
import { actorOf } from "../actor.ts";
import { changeFirstRunSchema, firstRunSchema, type FirstRunAnswer } from "../contract/first_run.ts";
import type { ApiDeps } from "../deps.ts";
import { Problem, problemResponses } from "../problems.ts";
import { body, createRoute, json, type Api } from "../route.ts";
import { openScope } from "../scope.ts";

const tags = ["Connections"];
const example: FirstRunAnswer = {
  step: "connect",
  provider: "mycase",
  region: null,
  connection_id: null,
  run_id: null,
  refusal: { text: "The sign-in was declined at MyCase (access_denied).", at: "2026-11-21T09:04:00.000Z" },
};

const readRoute = createRoute({
  method: "get",
  path: "/api/v1/first-run",
  operationId: "readFirstRun",
  tags,
  summary: "Where the firm's first run stands",
  description: "The next step, told from what is there. A firm that was connected in another way has nothing to go through: `done`.",
  responses: { 200: json(firstRunSchema, "The first run", example), ...problemResponses() },
});

const changeRoute = createRoute({
  method: "patch",
  path: "/api/v1/first-run",
  operationId: "changeFirstRun",
  tags,
  summary: "Go on with the first run, or back",
  description:
    "What is left out stays; null, or false, goes back to that step. Nothing is read by it: that begins when an account is made the sync user.",
  request: body(changeFirstRunSchema, { provider: "mycase" }),
  responses: {
    200: json(firstRunSchema, "As it is now", example),
    ...problemResponses("invalid-request", "cross-site", "not-found", "too-large", "unsupported-media-type"),
  },
});

export function firstRunRoutes(app: Api, deps: ApiDeps): void {
  app.openapi(readRoute, async (c) => c.json(await present(deps, c), 200));
  app.openapi(changeRoute, async (c) => {
    const { firm_id } = actorOf(c);
    const { firm_named, finished, ...given } = c.req.valid("json");
    const now = deps.clock.now().toISOString();
    if (given.connection_id && !(await openScope(deps, c)).connections.has(given.connection_id))
      throw new Problem("not-found", `There is no connection ${given.connection_id}.`);
    await deps.db.transaction(async (trx) => {
      await putFirstRun(trx, firm_id, {
        ...stated(given),
        ...(firm_named === undefined ? {} : { firm_named_at: firm_named ? now : null }),
        ...(finished === undefined ? {} : { finished_at: finished ? now : null }),
        // Whoever goes on, or chooses otherwise, has read it.
        ...{ refusal: null, refused_at: null },
      });
      await audit(trx, actorOf(c), "first_run.change", firm_id, c.req.valid("json"));
    });
    return c.json(await present(deps, c), 200);
  });
}

/** Without what was left out. */
function stated<T extends object>(given: T): { [Key in keyof T]?: Exclude<T[Key], undefined> } {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as ReturnType<typeof stated<T>>;
}

async function present(deps: ApiDeps, c: Context): Promise<FirstRunAnswer> {
  const db = deps.db.kysely;
  const { firm_id, connections } = await openScope(deps, c);
  const row = await readFirstRun(db, firm_id);
  const all = [...connections.values()];
  const reading = readerOf(row, all);
  return {
    step: stepOf(row, all),
    provider: row?.provider ?? reading?.provider ?? null,
    region: row?.region ?? reading?.region ?? null,
    connection_id: reading?.connection_id ?? row?.connection_id ?? null,
    run_id: reading ? await readFirstRunOfConnection(db, reading) : null,
    refusal: row?.refusal && row.refused_at ? { text: row.refusal, at: row.refused_at } : null,
  };
}
