/**
 * Where the provider sends the person back to (B-CON-1): the same browser session that began finishes, once. A page of the app says that it
 * worked; a refusal is told here, in words, since its text must not be anybody's to write into an address.
 */
import { randomBytes } from "node:crypto";
import type { Context } from "hono";
import { html } from "hono/html";
import { sessionOf } from "../../accounts/session.ts";
import { bySession } from "../../accounts/sign_in.ts";
import { audit } from "../../accounts/store_audit.ts";
import { ConnectRefused } from "../../connections/connect.ts";
import { stepOf } from "../../connections/first_run.ts";
import { putFirstRun, readFirstRun } from "../../connections/store_first_run.ts";
import { listConnectionRows } from "../../connections/store_lists.ts";
import { VendorError } from "../../model/connector.ts";
import type { Actor } from "../../model/actor.ts";
import type { ApiDeps } from "../deps.ts";
import type { Api } from "../route.ts";

interface Told {
  status: 400 | 401 | 409 | 503;
  title: string;
  text: string;
  next: string;
}

export function oauthCallback(app: Pick<Api, "get">, deps: ApiDeps): void {
  app.get("/oauth/callback", async (c) => {
    const { state, code, error } = c.req.query();
    if (!state || (!code && !error)) return page(c, WITHOUT_ANSWER);
    const headers = c.req.raw.headers;
    const found = await bySession(deps.accounts, headers);
    const session = await sessionOf(deps.accounts, headers);
    if (!found || session === null) return page(c, SIGNED_OUT);
    const { actor } = found;
    const first_run = await inFirstRun(deps, actor);
    try {
      const answer = code ? { state, session, code } : { state, session, error: error ?? "" };
      const connected = await deps.connecting.finish(answer, ({ connection_id, provider, purpose, is_new, identity }) => async (trx) => {
        await audit(trx, actor, "connection.connect", connection_id, { provider, purpose, is_new, user: identity.user_name });
        if (first_run) await putFirstRun(trx, actor.firm_id, { refusal: null, refused_at: null });
      });
      if (first_run) return c.redirect("/start", 303);
      return c.redirect(`/connections?${connected.is_new ? "connected" : "renewed"}=${connected.connection_id}`, 303);
    } catch (failure) {
      const told = wordsFor(deps, failure);
      if (!first_run) return page(c, told);
      await keepRefusal(deps, actor, told.text);
      return c.redirect("/start", 303);
    }
  });
}

/** Whether this admin is on the way through the firm's first run, whose page then tells how it went. */
async function inFirstRun({ db }: ApiDeps, { firm_id, role }: Actor): Promise<boolean> {
  const row = role === "admin" ? await readFirstRun(db.kysely, firm_id) : null;
  return row !== null && ["connect", "reader"].includes(stepOf(row, await listConnectionRows(db.kysely, firm_id)));
}

/** The page reads it from here: in an address it would be anybody's to write. */
function keepRefusal({ db, clock }: ApiDeps, actor: Actor, refusal: string): Promise<void> {
  return db.transaction(async (trx) => {
    await putFirstRun(trx, actor.firm_id, { refusal, refused_at: clock.now().toISOString() });
    await audit(trx, actor, "connection.refused", actor.firm_id, { refusal });
  });
}

const WITHOUT_ANSWER: Told = {
  status: 400,
  title: "Nothing was connected",
  text: "This address takes a provider's answer, and came without one.",
  next: "Start again on the page Connections.",
};
const SIGNED_OUT: Told = {
  status: 401,
  title: "You are not signed in here",
  text: "The sign-in at the provider has to be finished in the same browser, while you are signed in to Privity.",
  next: "Sign in to Privity, then start again on the page Connections.",
};
const SILENT = "The provider did not answer as it should. Nothing was connected; try again in a few minutes.";

function wordsFor(deps: ApiDeps, failure: unknown): Told {
  const title = "Nothing was connected";
  const next = "Start again on the page Connections. What was connected before is as it was.";
  if (failure instanceof ConnectRefused)
    return { status: 409, title, text: `${failure.message}${/[.!?]$/.test(failure.message) ? "" : "."}`, next };
  deps.log.warn({ err: failure }, "a sign-in at a provider could not be finished");
  const said = failure instanceof VendorError ? ` (${failure.message})` : "";
  return { status: 503, title, text: `${SILENT}${said}`, next };
}

function page(c: Context, { status, title, text, next }: Told): Response | Promise<Response> {
  const nonce = randomBytes(16).toString("base64");
  c.header(
    "content-security-policy",
    `default-src 'none'; style-src 'nonce-${nonce}'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'`,
  );
  c.header("cache-control", "no-store");
  return c.html(
    html`<!doctype html>
      <html lang="en">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <title>${title} · Privity</title>
          <style nonce="${nonce}">
            :root {
              color-scheme: light dark;
            }
            body {
              font-family: system-ui, sans-serif;
              font-size: 1rem;
              line-height: 1.5;
              margin: 0;
              padding: 0 1rem;
              background: light-dark(#f6f8fa, #141414);
            }
            main {
              max-width: 36rem;
              margin: 12vh auto;
              padding: 1rem 1.5rem;
              background: light-dark(#fff, #242424);
              border: 1px solid light-dark(#dee2e6, #424242);
              border-radius: 8px;
            }
            h1 {
              font-size: 1.4rem;
            }
            a {
              color: light-dark(#1d4f7c, #a9c8e6);
            }
          </style>
        </head>
        <body>
          <main>
            <h1>${title}</h1>
            <p role="alert">${text}</p>
            <p>${next}</p>
            <p><a href="/connections">Go to Connections</a></p>
          </main>
        </body>
      </html>`,
    status,
  );
}
