/** The firm's account that texts go through. Its secrets go in and never come out again. */
import { z } from "@hono/zod-openapi";
import { readFirm, readFirmSettings } from "../../accounts/store_firms.ts";
import { audit } from "../../accounts/store_audit.ts";
import { newId } from "../../lib/ids.ts";
import { deleteTextAccount, readTextAccount, switchTexts } from "../../portal/store_text_account.ts";
import { countTexts } from "../../portal/store_texts.ts";
import { hookUrl, providerOf, setTextAccount, statusUrl } from "../../portal/text_account.ts";
import { readPhone } from "../../projection/phone.ts";
import { TextFailure } from "../../texting/provider.ts";
import { wordsForCode } from "../../texting/twilio_words.ts";
import { requireSession } from "../access.ts";
import { actorOf } from "../actor.ts";
import {
  setTextingSchema,
  switchTextingSchema,
  testTextingSchema,
  textingSchema,
  textingTestSchema,
  type Texting,
} from "../contract/texts.ts";
import type { ApiDeps } from "../deps.ts";
import { Problem, problemResponses } from "../problems.ts";
import { body, createRoute, json, type Api } from "../route.ts";

const tags = ["Texts"];
const PATH = "/api/v1/texting";
const WRITES = ["invalid-request", "cross-site", "too-large", "unsupported-media-type"] as const;

const given = { account_sid: `AC${"0".repeat(32)}`, api_key_sid: `SK${"0".repeat(32)}`, sender: "+12125550100", service_sid: "" };
const example: Texting = {
  account: { ...given, sending: true, updated_at: "2026-11-21T10:12:00.000Z", updated_by: "Naomi Okafor" },
  hook_url: "https://privity.hartwellosei.example/hooks/texts/019402f4-7a00-7c3a-8f01-2b6f1c9d4e11",
  ...{ waiting: 0, failed: 0, to_review: 0 },
};
const off: Texting = { account: null, hook_url: null, waiting: 0, failed: 0, to_review: 0 };
const nothing = z.strictObject({}).openapi("NothingOfTexts");

const readRoute = createRoute({ method: "get", path: PATH, operationId: "readTexting", tags, summary: "Through which account texts go", description: "For admins. Where there is none, no texts go or come.", responses: { 200: json(textingSchema, "As it is now", example), ...problemResponses() } }); // oxfmt-ignore
const setRoute = createRoute({ method: "put", path: PATH, operationId: "setTexting", tags, summary: "Set up texting", description: "With the firm's own account at Twilio. Its token and the key's secret are kept encrypted and never given back. From then on texts go.", request: body(setTextingSchema, { ...given, auth_token: "0123456789abcdef", api_key_secret: "xVp5wAX05g1oDjV5astg" }), responses: { 200: json(textingSchema, "As it is now", example), ...problemResponses(...WRITES) } }); // oxfmt-ignore
const switchRoute = createRoute({ method: "patch", path: PATH, operationId: "switchTexting", tags, summary: "Switch texting off, or on again", description: "While it is off nothing goes: what was to go waits for three days. What clients text is taken, and STOP is heard.", request: body(switchTextingSchema, { sending: true }), responses: { 200: json(textingSchema, "As it is now", example), ...problemResponses(...WRITES, "not-found") } }); // oxfmt-ignore
const removeRoute = createRoute({ method: "delete", path: PATH, operationId: "removeTexting", tags, summary: "Forget the account", description: "Its secrets are forgotten. Texts that still come are not taken.", request: body(nothing, {}), responses: { 200: json(textingSchema, "There is none now", off), ...problemResponses(...WRITES, "not-found") } }); // oxfmt-ignore
const testRoute = createRoute({ method: "post", path: `${PATH}/test`, operationId: "testTexting", tags, summary: "Send a text to yourself", description: "At once, by the account that is set; answers how that went.", request: body(testTextingSchema, { number: "+12125550142" }), responses: { 200: json(textingTestSchema, "How it went", { sent: true, words: "Twilio took it. Look at your phone." }), ...problemResponses(...WRITES, "session-needed", "not-found") } }); // oxfmt-ignore

export function textingRoutes(app: Api, deps: ApiDeps): void {
  const db = deps.db.kysely;
  const { url } = deps.portal;
  const present = async (firm_id: string): Promise<Texting> => {
    const [row, counts] = await Promise.all([readTextAccount(db, firm_id), countTexts(db, firm_id)]);
    if (row === null) return { account: null, hook_url: null, ...counts };
    const { account_sid, api_key_sid, sender, service_sid, sending, updated_at, updated_by } = row;
    const account = { account_sid, api_key_sid, sender, service_sid, sending, updated_at, updated_by };
    return { account, hook_url: hookUrl(url, row), ...counts };
  };
  const none = () => new Problem("not-found", "The firm has not set up texting.");

  app.openapi(readRoute, async (c) => c.json(await present(actorOf(c).firm_id), 200));
  app.openapi(setRoute, async (c) => {
    const actor = actorOf(c);
    const wanted = c.req.valid("json");
    await deps.db.transaction(async (trx) => {
      const missing = await setTextAccount(trx, deps.portal.texting.sealer, actor.firm_id, wanted, {
        name: actor.name,
        at: deps.clock.now().toISOString(),
      });
      if (missing !== null) throw refused(missing, "must be typed: what is kept, if anything, belongs to another account or key");
      const { auth_token: _token, api_key_secret: _secret, ...told } = wanted;
      await audit(trx, actor, "texting.set", actor.firm_id, told);
    });
    return c.json(await present(actor.firm_id), 200);
  });
  app.openapi(switchRoute, async (c) => {
    const actor = actorOf(c);
    const { sending } = c.req.valid("json");
    await deps.db.transaction(async (trx) => {
      if (!(await switchTexts(trx, actor.firm_id, sending, { name: actor.name, at: deps.clock.now().toISOString() }))) throw none();
      await audit(trx, actor, sending ? "texting.on" : "texting.off", actor.firm_id);
    });
    return c.json(await present(actor.firm_id), 200);
  });
  app.openapi(removeRoute, async (c) => {
    const actor = actorOf(c);
    await deps.db.transaction(async (trx) => {
      if (!(await deleteTextAccount(trx, actor.firm_id))) throw none();
      await audit(trx, actor, "texting.remove", actor.firm_id);
    });
    return c.json(await present(actor.firm_id), 200);
  });
  app.openapi(testRoute, async (c) => {
    const actor = requireSession(c);
    const row = await readTextAccount(db, actor.firm_id);
    if (row === null) throw none();
    if (!row.sending) return c.json({ sent: false, words: "Texting is switched off: nothing goes." }, 200);
    const { country } = await readFirmSettings(db, actor.firm_id);
    const to = readPhone(c.req.valid("json").number, country)?.number;
    if (to === undefined)
      throw refused("number", "must be a phone number; with its country, such as +1 212 555 0142, where it is a foreign one");
    await deps.db.transaction((trx) => audit(trx, actor, "texting.test", to));
    const { name } = await readFirm(db, actor.firm_id);
    const provider = await providerOf(deps.portal.texting, row);
    const words = await provider
      .send({ to, body: `${name}: texting works.`, status_url: statusUrl(url, row, newId(deps.clock)) })
      .then(() => null, troubleOf);
    return c.json({ sent: words === null, words: words ?? "Twilio took it. Look at your phone." }, 200);
  });
}

function troubleOf(error: unknown): string {
  if (!(error instanceof TextFailure)) throw error;
  const meaning = wordsForCode(error.code);
  return meaning === null ? error.message : `${meaning} ${error.message}`;
}

const refused = (path: string, message: string) =>
  new Problem("invalid-request", `The field ${path} ${message}.`, { errors: [{ path, message }] });
