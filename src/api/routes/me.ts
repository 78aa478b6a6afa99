/** Whoever asks: who they are here, their password and their second factor. */
import { changePassword } from "../../accounts/passwords.ts";
import { confirmSecondFactor, hasSecondFactor, removeSecondFactor, startSecondFactor } from "../../accounts/second_factor.ts";
import { readFirm } from "../../accounts/store_firms.ts";
import { readMember } from "../../accounts/store_members.ts";
import { fromOf, requireSession, setCookies } from "../access.ts";
import { actorOf } from "../actor.ts";
import { changePasswordSchema, codeSchema, doneSchema, meSchema, ownPasswordSchema, secondFactorSchema } from "../contract/accounts.ts";
import * as examples from "../contract/examples_accounts.ts";
import type { ApiDeps } from "../deps.ts";
import { problemResponses } from "../problems.ts";
import { body, createRoute, json, type Api } from "../route.ts";

const tags = ["Me"];
const done = json(doneSchema, "It is done", { done: true });
const always = ["invalid-request", "cross-site", "too-large", "unsupported-media-type", "session-needed", "too-many-tries"] as const;
const password = "correct horse battery staple";

const meRoute = createRoute({
  method: "get",
  path: "/api/v1/me",
  operationId: "readMe",
  tags,
  summary: "Who you are here",
  description: "Your member, firm and role, and how you are signed in.",
  responses: { 200: json(meSchema, "You", examples.me), ...problemResponses() },
});

const passwordRoute = createRoute({
  method: "post",
  path: "/api/v1/me/password",
  operationId: "changePassword",
  tags,
  summary: "Change your password",
  description: "Ends your other sessions.",
  request: body(changePasswordSchema, { current: password, password: `${password} 2` }),
  responses: { 200: done, ...problemResponses(...always, "wrong-password") },
});

const startRoute = createRoute({
  method: "post",
  path: "/api/v1/me/second-factor",
  operationId: "startSecondFactor",
  tags,
  summary: "Set up a second factor",
  description: "Gives what the authenticator app needs, and backup codes. It is on once a first code was confirmed.",
  request: body(ownPasswordSchema, { password }),
  responses: {
    200: json(secondFactorSchema, "For the app", {
      uri: "otpauth://totp/Privity:naomi?secret=…&issuer=Privity",
      backup_codes: ["tJ7sQ-8vKd2"],
    }),
    ...problemResponses(...always, "wrong-password", "second-factor-on"),
  },
});

const confirmRoute = createRoute({
  method: "post",
  path: "/api/v1/me/second-factor/confirm",
  operationId: "confirmSecondFactor",
  tags,
  summary: "Turn the second factor on",
  description: "With a first code of the app. From now on signing in takes one.",
  request: body(codeSchema, { code: "123456" }),
  responses: { 200: done, ...problemResponses(...always, "wrong-code") },
});

const removeRoute = createRoute({
  method: "post",
  path: "/api/v1/me/second-factor/remove",
  operationId: "removeSecondFactor",
  tags,
  summary: "Turn the second factor off",
  description: "With your password.",
  request: body(ownPasswordSchema, { password }),
  responses: { 200: done, ...problemResponses(...always, "wrong-password") },
});

export function meRoutes(app: Api, deps: ApiDeps): void {
  const { accounts } = deps;
  const db = deps.db.kysely;
  app.openapi(meRoute, async (c) => {
    const { firm_id, member_id, name, role, via, scopes } = actorOf(c);
    const [firm, member] = await Promise.all([readFirm(db, firm_id), member_id === null ? null : readMember(db, firm_id, member_id)]);
    const second_factor = via === "session" && (await hasSecondFactor(accounts, c.req.raw.headers));
    const { firm_id: _, ...shown } = firm;
    return c.json(
      { member_id, name, email: member?.email ?? null, role, via, scopes: scopes && [...scopes], second_factor, firm: shown },
      200,
    );
  });
  app.openapi(passwordRoute, async (c) => {
    const actor = requireSession(c);
    setCookies(c, await changePassword(accounts, actor, fromOf(c), c.req.valid("json")));
    return c.json({ done: true as const }, 200);
  });
  app.openapi(startRoute, async (c) => {
    return c.json(await startSecondFactor(accounts, requireSession(c), fromOf(c), c.req.valid("json").password), 200);
  });
  app.openapi(confirmRoute, async (c) => {
    setCookies(c, await confirmSecondFactor(accounts, requireSession(c), fromOf(c), c.req.valid("json").code));
    return c.json({ done: true as const }, 200);
  });
  app.openapi(removeRoute, async (c) => {
    setCookies(c, await removeSecondFactor(accounts, requireSession(c), fromOf(c), c.req.valid("json").password));
    return c.json({ done: true as const }, 200);
  });
}
