/** The firm itself: its name, where and when it is, and how long its history is kept (B-WHY-2, B-WHY-5). */
import { changeFirm } from "../../accounts/administer.ts";
import { readFirmSettings } from "../../accounts/store_firms.ts";
import { actorOf } from "../actor.ts";
import { changeFirmSchema, firmSettingsSchema } from "../contract/accounts.ts";
import * as examples from "../contract/examples_accounts.ts";
import type { ApiDeps } from "../deps.ts";
import { problemResponses } from "../problems.ts";
import { body, createRoute, json, type Api } from "../route.ts";

const tags = ["Members"];
const example = { ...examples.firm, keep_history_days: 730 };

const readRoute = createRoute({
  method: "get",
  path: "/api/v1/firm",
  operationId: "readFirm",
  tags,
  summary: "The firm",
  description: "Its name, time zone and country, and for how many days history and the audit log are kept.",
  responses: { 200: json(firmSettingsSchema, "The firm", example), ...problemResponses() },
});

const changeRoute = createRoute({
  method: "patch",
  path: "/api/v1/firm",
  operationId: "changeFirm",
  tags,
  summary: "Change the firm",
  description:
    "What is left out stays. A new time zone moves the planned syncs; a new country changes how phone numbers without one are read. History older than is kept goes within the hour, for good.",
  request: body(changeFirmSchema, { keep_history_days: 1095 }),
  responses: {
    200: json(firmSettingsSchema, "As it is now", example),
    ...problemResponses("invalid-request", "cross-site", "too-large", "unsupported-media-type"),
  },
});

export function firmRoutes(app: Api, deps: ApiDeps): void {
  const db = deps.db.kysely;
  app.openapi(readRoute, async (c) => c.json(await readFirmSettings(db, actorOf(c).firm_id), 200));
  app.openapi(changeRoute, async (c) => {
    const actor = actorOf(c);
    const change = c.req.valid("json");
    await changeFirm(deps.accounts, actor, change);
    // Days and phone numbers are read anew.
    if (change.time_zone !== undefined || change.country !== undefined)
      await deps.actions.membersChanged(actor.firm_id, actor.member_id ?? actor.firm_id);
    return c.json(await readFirmSettings(db, actor.firm_id), 200);
  });
}
