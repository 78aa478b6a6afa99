/** Coming in: the first sign-up, sign-in and sign-out, a forgotten password, an accepted invitation. */
import { AccountRefused } from "../../accounts/deps.ts";
import { checkSetUpCode } from "../../accounts/set_up_code.ts";
import { requestReset, resetPassword } from "../../accounts/passwords.ts";
import { signIn, signInByLink, signInCode, signOut } from "../../accounts/sign_in.ts";
import { acceptInvitation, isFresh, lookAtInvitation, signUp } from "../../accounts/sign_up.ts";
import type { ApiDeps } from "../deps.ts";
import { fromOf, setCookies } from "../access.ts";
import {
  codeSchema,
  doneSchema,
  emailSchema,
  installationSchema,
  invitationLookSchema,
  newPasswordSchema,
  signedInSchema,
  signInSchema,
  signUpSchema,
  tokenSchema,
} from "../contract/accounts.ts";
import * as examples from "../contract/examples_accounts.ts";
import { publicResponses } from "../problems.ts";
import { body, createRoute, json, type Api } from "../route.ts";

const tags = ["Sign-in"];
const security: [] = [];
const token = "q6bW…";
const password = "correct horse battery staple";
const { email } = examples.memberRow;
const signedIn = json(signedInSchema, "You are in; or a code has to follow", { second_factor: false });
const done = json(doneSchema, "It is done", { done: true });
const always = ["invalid-request", "cross-site", "too-large", "unsupported-media-type"] as const;

const installationRoute = createRoute({
  method: "get",
  path: "/api/v1/installation",
  operationId: "readInstallation",
  tags,
  security,
  summary: "Whether somebody has signed up",
  description: "On a fresh installation the first admin signs up; afterwards people are invited.",
  responses: { 200: json(installationSchema, "How it is", { fresh: false, set_up_code: false }), ...publicResponses() },
});

const signUpRoute = createRoute({
  method: "post",
  path: "/api/v1/sign-up",
  operationId: "signUp",
  tags,
  security,
  summary: "The first admin and the firm",
  description:
    "On a fresh installation only. Where it is reached from other machines, with the set-up code that `privity serve` prints. Signs in at once.",
  request: body(signUpSchema, { name: examples.me.name, email, password, firm: examples.firm }),
  responses: { 200: signedIn, ...publicResponses(...always, "signed-up-already", "email-taken", "set-up-code-needed", "too-many-tries") },
});

const signInRoute = createRoute({
  method: "post",
  path: "/api/v1/sign-in",
  operationId: "signIn",
  tags,
  security,
  summary: "Sign in with e-mail and password",
  description:
    "The answer carries the session's cookie, a new one each time. A refusal does not tell whether there is such an account. Programs use an API key instead.",
  request: body(signInSchema, { email, password }),
  responses: { 200: signedIn, ...publicResponses(...always, "wrong-credentials", "too-many-tries") },
});

const codeRoute = createRoute({
  method: "post",
  path: "/api/v1/sign-in/code",
  operationId: "signInCode",
  tags,
  security,
  summary: "The second factor's code",
  description: "After a right password, with the cookie that came then: the code of the authenticator app, or a backup code.",
  request: body(codeSchema, { code: "123456" }),
  responses: { 200: signedIn, ...publicResponses(...always, "wrong-code", "wrong-credentials", "too-many-tries") },
});

const linkRoute = createRoute({
  method: "post",
  path: "/api/v1/sign-in/link",
  operationId: "signInByLink",
  tags,
  security,
  summary: "Sign in by a link",
  description: "With the token of a link that the command line has printed (`privity member link`): once, within ten minutes.",
  request: body(tokenSchema, { token }),
  responses: { 200: signedIn, ...publicResponses(...always, "invalid-token", "wrong-credentials", "too-many-tries") },
});

const signOutRoute = createRoute({
  method: "post",
  path: "/api/v1/sign-out",
  operationId: "signOut",
  tags,
  security,
  summary: "Sign out",
  description: "Ends the session of the cookie, if there is one.",
  responses: { 200: done, ...publicResponses("cross-site", "unsupported-media-type") },
});

const resetRoute = createRoute({
  method: "post",
  path: "/api/v1/password-resets",
  operationId: "requestReset",
  tags,
  security,
  summary: "Ask for a new password",
  description: "Mails a link that is good for one hour, if there is such an account; the answer is the same if not.",
  request: body(emailSchema, { email }),
  responses: { 200: done, ...publicResponses(...always, "too-many-tries") },
});

const useResetRoute = createRoute({
  method: "post",
  path: "/api/v1/password-resets/use",
  operationId: "resetPassword",
  tags,
  security,
  summary: "Choose a new password",
  description: "With the token of the mailed link, once. All sessions of the account end.",
  request: body(newPasswordSchema, { token, password }),
  responses: { 200: done, ...publicResponses(...always, "invalid-token", "too-many-tries") },
});

const lookRoute = createRoute({
  method: "post",
  path: "/api/v1/invitations/look",
  operationId: "lookAtInvitation",
  tags,
  security,
  summary: "Whom an invitation is for",
  description: "By the token of its link. A POST, so that the token is in no address and no log.",
  request: body(tokenSchema, { token }),
  responses: {
    200: json(invitationLookSchema, "Who, and where to", {
      firm: examples.firm.name,
      name: examples.invitation.name,
      email: examples.invitation.email,
    }),
    ...publicResponses(...always, "invalid-token", "too-many-tries"),
  },
});

const acceptRoute = createRoute({
  method: "post",
  path: "/api/v1/invitations/accept",
  operationId: "acceptInvitation",
  tags,
  security,
  summary: "Accept an invitation",
  description: "Sets the password, once, and signs in.",
  request: body(newPasswordSchema, { token, password }),
  responses: { 200: signedIn, ...publicResponses(...always, "invalid-token", "email-taken", "too-many-tries") },
});

export function accessRoutes(app: Api, deps: ApiDeps): void {
  const { accounts } = deps;
  app.openapi(installationRoute, async (c) => {
    const fresh = await isFresh(accounts);
    return c.json({ fresh, set_up_code: fresh && accounts.set_up_code !== null }, 200);
  });
  app.openapi(signUpRoute, async (c) => {
    const { set_up_code, ...input } = c.req.valid("json");
    if (await isFresh(accounts)) await checkSetUpCode(accounts, fromOf(c), set_up_code);
    await signUp(accounts, input);
    return answer(c, await signIn(accounts, fromOf(c), input.email, input.password));
  });
  app.openapi(signInRoute, async (c) => {
    const { email, password } = c.req.valid("json");
    return answer(c, await signIn(accounts, fromOf(c), email, password));
  });
  app.openapi(codeRoute, async (c) => answer(c, await signInCode(accounts, fromOf(c), c.req.valid("json").code)));
  app.openapi(linkRoute, async (c) => answer(c, await signInByLink(accounts, fromOf(c), c.req.valid("json").token)));
  app.openapi(signOutRoute, async (c) => {
    setCookies(c, await signOut(accounts, fromOf(c)));
    return c.json({ done: true as const }, 200);
  });
  app.openapi(resetRoute, async (c) => {
    await requestReset(accounts, fromOf(c), c.req.valid("json").email);
    deps.actions.deliverMail();
    return c.json({ done: true as const }, 200);
  });
  app.openapi(useResetRoute, async (c) => {
    const { token, password } = c.req.valid("json");
    await resetPassword(accounts, fromOf(c), token, password);
    return c.json({ done: true as const }, 200);
  });
  app.openapi(lookRoute, async (c) => {
    const found = await lookAtInvitation(accounts, fromOf(c), c.req.valid("json").token);
    if (!found) throw new AccountRefused("invalid-token", "This invitation is not good any more.");
    const { firm, name, email } = found;
    return c.json({ firm, name, email }, 200);
  });
  app.openapi(acceptRoute, async (c) => {
    const { token, password } = c.req.valid("json");
    const { email } = await acceptInvitation(accounts, fromOf(c), token, password);
    return answer(c, await signIn(accounts, fromOf(c), email, password));
  });
}

type Answerable = Parameters<Parameters<Api["openapi"]>[1]>[0];

function answer(c: Answerable, { cookies, second_factor }: { cookies: string[]; second_factor: boolean }) {
  setCookies(c, cookies);
  return c.json({ second_factor }, 200);
}
