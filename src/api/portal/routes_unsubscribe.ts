/** Stopping automated e-mails by the link that each of them carries. Looking changes nothing, since programs open links too. */
import { sayWhether, standingOf, type Standing } from "../../automations/opting_out.ts";
import { recipientOf, UNSUBSCRIBE, type Recipient } from "../../automations/unsubscribe.ts";
import { fromOf } from "../access.ts";
import { automatedMailSchema, lookUnsubscribeSchema, unsubscribeSchema } from "../contract/portal.ts";
import type { ApiDeps } from "../deps.ts";
import { Problem, publicResponses } from "../problems.ts";
import { body, createRoute, json, type Api } from "../route.ts";
import { PORTAL_API } from "./guard.ts";

const tags = ["Automated e-mails"];
const token = "q83vEjRWeJCrze8";
const refusals = publicResponses("invalid-request", "cross-site", "unsupported-media-type", "too-large", "invalid-token");
const answer = { firm: "Hartwell & Osei LLP", address: "n***@quill.example", stopped: true, own: true };
const standing = { 200: json(automatedMailSchema, "How it stands", answer), ...refusals };

const lookRoute = createRoute({
  method: "post",
  path: `${PORTAL_API}/unsubscribe/look`,
  operationId: "lookAtAutomatedMail",
  tags,
  summary: "Whether an address gets automated e-mails",
  description: "Of the address that the e-mail with this link went to. Changes nothing.",
  request: body(lookUnsubscribeSchema, { token }),
  responses: standing,
});

const sayRoute = createRoute({
  method: "post",
  path: `${PORTAL_API}/unsubscribe`,
  operationId: "stopAutomatedMail",
  tags,
  summary: "Stop automated e-mails, or take that back",
  description:
    "Messages about a matter come all the same. What a member of the firm noted down for them is not taken back here. Programs of mail services POST to the link itself (RFC 8058).",
  request: body(unsubscribeSchema, { token, stop: true }),
  responses: standing,
});

export function portalUnsubscribeRoutes(app: Api, deps: Pick<ApiDeps, "db" | "clock" | "vault">): void {
  async function answered(given: string, ask: (of: Recipient) => Promise<Standing | null>): Promise<Standing> {
    const of = recipientOf(deps.vault.derive(UNSUBSCRIBE), given);
    const found = of && (await ask(of));
    if (!found) throw new Problem("invalid-token", "This link is not good.");
    return found;
  }
  app.openapi(lookRoute, async (c) => c.json(await answered(c.req.valid("json").token, (of) => standingOf(deps, of)), 200));
  app.openapi(sayRoute, async (c) => {
    const { token: given, stop } = c.req.valid("json");
    const place = fromOf(c).address;
    return c.json(await answered(given, (of) => sayWhether(deps, of, { stop, via: "link", place })), 200);
  });
}
