/** The person themselves: how they want to be told, where they are signed in, what they were told. */
import { z } from "@hono/zod-openapi";
import { audit } from "../../accounts/store_audit.ts";
import { readFirm } from "../../accounts/store_firms.ts";
import { preferencesOf } from "../../portal/preferences.ts";
import { endSessions } from "../../portal/sessions.ts";
import { asClient } from "../../portal/sign_in.ts";
import { putPreferences, readPreferences } from "../../portal/store_access.ts";
import { listSent } from "../../portal/store_notices.ts";
import { readTextAccount } from "../../portal/store_text_account.ts";
import { readNumbersOf } from "../../portal/texts.ts";
import { listSessions } from "../../portal/store_sessions.ts";
import { PortalRefused, type PortalDeps, type PortalPerson } from "../../portal/types.ts";
import { phasesTold } from "../../portal/view.ts";
import { usableZone } from "../../lib/time_zone.ts";
import { idParam } from "../contract/common.ts";
import * as examples from "../contract/examples_portal.ts";
import {
  doneSchema,
  portalMeSchema,
  portalNoticesSchema,
  portalSessionsSchema,
  preferencesSchema,
  type PortalMe,
} from "../contract/portal.ts";
import { publicResponses } from "../problems.ts";
import { body, createRoute, json, type Api } from "../route.ts";
import { personOf, PORTAL_API, recognisedOf } from "./guard.ts";

const tags = ["Me"];
const ME = `${PORTAL_API}/me`;
const reading = publicResponses("portal-sign-in-needed", "too-many-requests");
const writing = publicResponses(
  "portal-sign-in-needed",
  "too-many-requests",
  "invalid-request",
  "cross-site",
  "unsupported-media-type",
  "too-large",
);
const MOST_NOTICES = 100;

const meRoute = createRoute({ method: "get", path: ME, operationId: "portalMe", tags, summary: "Who is signed in", description: "And at which firm.", responses: { 200: json(portalMeSchema, "The person", examples.me), ...reading } }); // oxfmt-ignore
const setRoute = createRoute({ method: "put", path: `${ME}/preferences`, operationId: "setPortalPreferences", tags, summary: "Say how to be told", description: "In which ways, not at which times, in which language. Whatever waits to be sent follows it.", request: body(preferencesSchema, examples.preferences), responses: { 200: json(portalMeSchema, "As it is now", examples.me), ...writing } }); // oxfmt-ignore
const sessionsRoute = createRoute({ method: "get", path: `${ME}/sessions`, operationId: "portalSessions", tags, summary: "Where one is signed in", description: "A session ends 30 days after it was last used.", responses: { 200: json(portalSessionsSchema, "The sessions", examples.sessions), ...reading } }); // oxfmt-ignore
const endRoute = createRoute({ method: "delete", path: `${ME}/sessions/{session_id}`, operationId: "endPortalSession", tags, summary: "End a session", description: "Whoever uses it is signed out at once.", request: { params: z.object({ session_id: idParam("session_id", "The session's id") }) }, responses: { 200: json(doneSchema, "It is over", { done: true }), ...writing, ...publicResponses("not-found") } }); // oxfmt-ignore
const endOthersRoute = createRoute({ method: "delete", path: `${ME}/sessions`, operationId: "endOtherPortalSessions", tags, summary: "End all other sessions", description: "All but the one that asks.", responses: { 200: json(doneSchema, "They are over", { done: true }), ...writing } }); // oxfmt-ignore
const noticesRoute = createRoute({ method: "get", path: `${ME}/notices`, operationId: "portalNotices", tags, summary: "What one was told", description: "The latest first, each with what it was about and where it was sent to.", responses: { 200: json(portalNoticesSchema, "The notices", examples.notices), ...reading } }); // oxfmt-ignore

export function portalMeRoutes(app: Api, deps: PortalDeps): void {
  const db = deps.db.kysely;
  app.openapi(meRoute, async (c) => c.json(await present(personOf(c)), 200));
  app.openapi(setRoute, async (c) => {
    const person = personOf(c);
    const { language, ...preferences } = c.req.valid("json");
    await deps.db.transaction(async (trx) => {
      await putPreferences(trx, person, { language, preferences });
      await audit(trx, asClient(person.firm_id, person.name), "portal.preferences", person.contact_id, {
        connection_id: person.connection_id,
        ...{ language, ...preferences },
      });
    });
    return c.json(await present(person), 200);
  });
  app.openapi(sessionsRoute, async (c) => {
    const { person, session_id } = recognisedOf(c);
    const rows = await listSessions(db, person, deps.clock.now().toISOString());
    const items = rows.map((row) => ({
      ...{ session_id: row.session_id, browser: row.browser, created_at: row.created_at, last_used_at: row.last_used_at },
      here: row.session_id === session_id,
    }));
    return c.json({ items }, 200);
  });
  app.openapi(endRoute, async (c) => {
    if ((await endSessions(deps, personOf(c), { only: c.req.valid("param").session_id })) === 0) throw new PortalRefused("not_found");
    return c.json({ done: true as const }, 200);
  });
  app.openapi(endOthersRoute, async (c) => {
    const { person, session_id } = recognisedOf(c);
    await endSessions(deps, person, { but: session_id });
    return c.json({ done: true as const }, 200);
  });
  app.openapi(noticesRoute, async (c) => {
    const rows = await listSent(db, personOf(c), MOST_NOTICES);
    const phases = await phasesTold(db, personOf(c), rows);
    const items = rows.map(({ notice_id, kind, matter_id, since, sent_at, why, address }, index) => ({
      ...{ notice_id, kind, matter_id, at: sent_at ?? since, address: address ?? "" },
      matter: why["matter"] ?? "",
      phase: phases[index] ?? null,
    }));
    return c.json({ items }, 200);
  });

  async function present(person: PortalPerson): Promise<PortalMe> {
    const [firm, { language, preferences }, account] = await Promise.all([
      readFirm(db, person.firm_id),
      readPreferences(db, person),
      readTextAccount(db, person.firm_id),
    ]);
    const [number] = account?.sending ? ((await readNumbersOf(db, person)) ?? []) : [];
    return {
      ...{ name: person.name, email: person.email },
      firm: { name: firm.name, time_zone: usableZone(firm.time_zone) },
      preferences: { language, ...preferencesOf(preferences) },
      text_number: number?.number ?? null,
    };
  }
}
