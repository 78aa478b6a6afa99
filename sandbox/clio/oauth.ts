/** The OAuth endpoints and the pages that a person clicks through (clio.md 1.2). */
import { html, page, redirect } from "../kit/page.ts";
import type { Auth } from "./auth.ts";
import type { ClioTables, UserRow } from "./rows.ts";
import type { ClioSwitches } from "./switches.ts";
import { isAdmin } from "./visibility.ts";

export interface OAuthApp {
  client_id: string;
  client_secret: string;
  redirect_uris: readonly string[] | "any";
  auto_consent: boolean;
}

export interface OAuthContext {
  app: OAuthApp;
  auth: Auth;
  tables: ClioTables;
  switches: ClioSwitches;
  firm: string;
  region: string;
  deauthorized(user_id: number): void;
}

export const COLOUR = "#0066cc";

/** Null: not one of the OAuth paths. */
export async function answerOAuth(request: Request, url: URL, context: OAuthContext): Promise<Response | null> {
  const route = `${request.method} ${url.pathname}`;
  if (route === "GET /oauth/authorize") return authorize(url.searchParams, context);
  if (route === "POST /oauth/authorize") return decide(new URLSearchParams(await request.text()), context);
  if (route === "GET /oauth/approval") return approval(url);
  if (route === "POST /oauth/token") return token(request, context);
  if (route === "POST /oauth/deauthorize") return deauthorize(request, context);
  return null;
}

interface Asked {
  redirect_uri: string;
  state: string;
  redirect_on_decline: string;
}

/** What is wrong with the request, or what it asks for. */
function asked(parameters: URLSearchParams, app: OAuthApp): Asked | string {
  const redirect_uri = parameters.get("redirect_uri") ?? "";
  if (parameters.get("client_id") !== app.client_id) return "No app has this client_id.";
  if (parameters.get("response_type") !== "code") return "response_type must be code.";
  if (!URL.canParse(redirect_uri)) return "redirect_uri is missing.";
  if (app.redirect_uris !== "any" && !app.redirect_uris.includes(redirect_uri)) return "redirect_uri is not registered for this app.";
  return { redirect_uri, state: parameters.get("state") ?? "", redirect_on_decline: parameters.get("redirect_on_decline") ?? "" };
}

const signable = (context: OAuthContext): UserRow[] => [...context.tables.users.scan()].filter((user) => user.enabled && !user.co_counsel);

function authorize(parameters: URLSearchParams, context: OAuthContext): Response {
  const wanted = asked(parameters, context.app);
  if (typeof wanted === "string") return refusal(wanted);
  const users = signable(context);
  const first = users.find(isAdmin) ?? users[0];
  if (context.app.auto_consent && first) return approve(wanted, first.id, context);
  const choices = users.map(
    (user) =>
      html`<label class="row"
        ><input type="radio" name="user_id" value="${user.id}" ${user === first ? CHECKED : ""} />
        <span
          >${user.name} <span class="muted">${user.email}</span> ${isAdmin(user) ? html`<span class="pill">administrator</span>` : ""}${
            user.restricted ? html`<span class="pill">restricted</span>` : ""
          }</span
        ></label
      >`,
  );
  const hidden = ["client_id", "redirect_uri", "response_type", "state", "redirect_on_decline"].map(
    (name) => html`<input type="hidden" name="${name}" value="${parameters.get(name) ?? ""}" />`,
  );
  return page({
    title: "Authorize – Clio sandbox",
    brand: "Clio sandbox",
    colour: COLOUR,
    body: html`<div class="card narrow">
      <h1>Allow access to ${context.firm}?</h1>
      <p>The app <code>${context.app.client_id}</code> asks to read and change this firm's data. Nothing here is the real Clio.</p>
      <form method="post" action="/oauth/authorize">
        ${hidden}
        <h2>Sign in as</h2>
        ${choices}
        <p class="bar">
          <button name="decision" value="approve">Allow access</button
          ><button class="quiet" name="decision" value="decline">Decline</button>
        </p>
      </form>
    </div>`,
  });
}

const CHECKED = html`checked`;

function refusal(text: string): Response {
  return page({
    title: "Refused – Clio sandbox",
    brand: "Clio sandbox",
    colour: COLOUR,
    status: 400,
    body: html`<div class="card narrow">
      <h1>This request cannot be authorized</h1>
      <p class="bad">${text}</p>
    </div>`,
  });
}

function decide(form: URLSearchParams, context: OAuthContext): Response {
  const wanted = asked(form, context.app);
  if (typeof wanted === "string") return refusal(wanted);
  const user = context.tables.users.get(Number(form.get("user_id")));
  if (form.get("decision") === "approve" && user?.enabled) return approve(wanted, user.id, context);
  if (wanted.redirect_on_decline === "true")
    return redirect(withParameters(wanted.redirect_uri, { error: "access_denied", state: wanted.state }), 302);
  return page({
    title: "Declined – Clio sandbox",
    brand: "Clio sandbox",
    colour: COLOUR,
    body: html`<div class="card narrow">
      <h1>Access was declined</h1>
      <p>The app was not told. You can close this page.</p>
    </div>`,
  });
}

function approve(wanted: Asked, user_id: number, context: OAuthContext): Response {
  const code = context.auth.issueCode(user_id, wanted.redirect_uri);
  return redirect(withParameters(wanted.redirect_uri, { code, state: wanted.state }), 302);
}

function withParameters(address: string, parameters: Record<string, string>): string {
  const url = new URL(address);
  for (const [name, value] of Object.entries(parameters)) if (value !== "") url.searchParams.set(name, value);
  return url.href;
}

/** Installed apps read the code off this page. */
function approval(url: URL): Response {
  const code = url.searchParams.get("code") ?? "";
  return page({
    title: `Success code=${code}`,
    brand: "Clio sandbox",
    colour: COLOUR,
    body: html`<div class="card narrow">
      <h1>Copy this code into your app</h1>
      <p><code>${code}</code></p>
    </div>`,
  });
}

async function token(request: Request, context: OAuthContext): Promise<Response> {
  const { app, auth } = context;
  if (!request.headers.get("content-type")?.startsWith("application/x-www-form-urlencoded")) return oauthError("invalid_request", context);
  const form = new URLSearchParams(await request.text());
  if (form.get("client_id") !== app.client_id || form.get("client_secret") !== app.client_secret)
    return oauthError("invalid_client", context, 401);
  const type = form.get("grant_type");
  if (type !== "authorization_code" && type !== "refresh_token") return oauthError("unsupported_grant_type", context);
  const answer =
    type === "refresh_token"
      ? auth.refresh(form.get("refresh_token") ?? "")
      : auth.exchange(form.get("code") ?? "", form.get("redirect_uri") ?? "");
  return answer ? Response.json(answer, { headers: { "cache-control": "no-store" } }) : oauthError("invalid_grant", context);
}

const DESCRIPTIONS: Record<string, string> = {
  invalid_client: "The client is unknown, or its secret is wrong.",
  invalid_grant: "The code or token is unknown, expired, revoked or was issued for another address.",
  invalid_request: "The request must be form-encoded.",
  unsupported_grant_type: "This grant type is not supported.",
};

/** Not documented by the vendor: shape and status are switches (clio.md 1.2). */
function oauthError(error: string, context: OAuthContext, status: number = context.switches.oauth_error_status): Response {
  const description = DESCRIPTIONS[error] ?? error;
  if (context.switches.oauth_error_html)
    return new Response(`<html><body><h1>${description}</h1></body></html>`, { status, headers: { "content-type": "text/html" } });
  return Response.json({ error, error_description: description }, { status });
}

async function deauthorize(request: Request, context: OAuthContext): Promise<Response> {
  const bearer = /^Bearer (.+)$/i.exec(request.headers.get("authorization") ?? "")?.[1] ?? "";
  const access = context.auth.find(bearer);
  const told = new URLSearchParams(await request.text()).get("token");
  if (!access || told !== bearer) return oauthError("invalid_grant", context, 401);
  context.auth.deauthorize(access);
  context.deauthorized(access.user_id);
  return new Response(null, { status: 200 });
}
