/** Sign-in and token endpoints (fact sheet 1). */
import { html, page, redirect } from "../kit/page.ts";
import { problems } from "./answers.ts";
import type { Access } from "./access.ts";
import type { MyCaseSwitches } from "./switches.ts";
import type { TokenDesk, Tokens } from "./tokens.ts";
import type { Firm, Staff, Tables } from "./types.ts";

export interface OAuthSetup {
  client_id: string;
  client_secret: string;
  redirect_uris: string[] | "any";
  auto_consent: boolean;
}

export const COLOUR = "#0d7c66";
const SCOPE = "read write";

export class OAuth {
  readonly #setup: OAuthSetup;
  readonly #desk: TokenDesk;
  readonly #access: Access;
  readonly #tables: Tables;
  readonly #firm: Firm;
  readonly #switches: MyCaseSwitches;

  constructor(setup: OAuthSetup, desk: TokenDesk, access: Access, tables: Tables, firm: Firm, switches: MyCaseSwitches) {
    this.#setup = setup;
    this.#desk = desk;
    this.#access = access;
    this.#tables = tables;
    this.#firm = firm;
    this.#switches = switches;
  }

  /** The answer to a sign-in or token request; null for any other path. */
  async answer(request: Request, url: URL): Promise<Response | null> {
    if (url.pathname === "/login_sessions/new" && request.method === "GET") return this.#begin(url);
    if (url.pathname === "/login_sessions" && request.method === "POST") return this.#decide(new URLSearchParams(await request.text()));
    if (url.pathname === "/tokens" && request.method === "POST") return this.#token(request);
    return null;
  }

  #begin(url: URL): Response {
    const asked = url.searchParams;
    const wrong = this.#wrongRequest(asked);
    if (wrong) return this.#page("Sign-in is not possible", wrong, 400);
    if (this.#setup.auto_consent) return this.#signIn(asked, this.#access.firstConnector());
    return this.#choose(asked);
  }

  /** A wrong client or redirect is told to the person: nobody is sent to an address that was not registered. */
  #wrongRequest(asked: URLSearchParams): string | null {
    if (asked.get("client_id") !== this.#setup.client_id) return "This application is not known.";
    if (asked.get("response_type") !== "code") return "response_type must be code.";
    const target = asked.get("redirect_uri") ?? "";
    if (!URL.canParse(target)) return "redirect_uri is missing or not an address.";
    const { redirect_uris } = this.#setup;
    return redirect_uris === "any" || redirect_uris.includes(target) ? null : "redirect_uri is not registered for this application.";
  }

  #choose(asked: URLSearchParams): Response {
    const staff = [...this.#tables.staff.scan()].filter((one) => one.active);
    const first = staff.find((one) => this.#access.of(one.id).may_connect);
    const hidden = ["client_id", "redirect_uri", "response_type", "state"].map(
      (name) => html`<input type="hidden" name="${name}" value="${asked.get(name) ?? ""}" />`,
    );
    const body = html`<div class="card narrow">
      <h1>Sign in to ${this.#firm.name}</h1>
      <p>An application wants to read and write the firm’s data in MyCase.</p>
      <form method="post" action="/login_sessions">
        ${hidden}
        <label
          >Sign in as<select name="user_id">
            ${staff.map((one) => this.#option(one, one === first))}
          </select></label
        >
        <p class="muted">Only users who may manage the firm’s preferences, billing and payments can connect an application.</p>
        <div class="bar">
          <button name="decision" value="allow">Allow</button><button class="quiet" name="decision" value="deny">Deny</button>
        </div>
      </form>
    </div>`;
    return page({ title: "Sign in · MyCase sandbox", brand: "MyCase sandbox", colour: COLOUR, body });
  }

  #option(staff: Staff, chosen: boolean) {
    const name = `${staff.first_name} ${staff.last_name}${staff.title?.trim() ? `, ${staff.title.trim()}` : ""}`;
    const note = this.#access.of(staff.id).may_connect ? "" : " (may not connect)";
    return chosen
      ? html`<option value="${staff.id}" selected>${name}${note}</option>`
      : html`<option value="${staff.id}">${name}${note}</option>`;
  }

  #decide(form: URLSearchParams): Response {
    const wrong = this.#wrongRequest(form);
    if (wrong) return this.#page("Sign-in is not possible", wrong, 400);
    if (form.get("decision") !== "allow") {
      if (!this.#switches.denial_redirects)
        return this.#page("Not connected", "You have not connected the application. You can close this window.", 200);
      return this.#back(form, { error: "access_denied" });
    }
    return this.#signIn(form, Number(form.get("user_id")));
  }

  #signIn(asked: URLSearchParams, user_id: number): Response {
    const staff = this.#tables.staff.get(user_id);
    // The forbidden answer of fact sheet 1.3: a page, and no way back to the application.
    if (!staff?.active || !this.#access.of(user_id).may_connect) {
      return this.#page(
        "Forbidden",
        "You need the permission “Manage your firm’s preferences, billing, and payment options” to authorize this application.",
        403,
      );
    }
    const code = this.#desk.newCode(asked.get("client_id") as string, asked.get("redirect_uri") as string, user_id);
    return this.#back(asked, { code });
  }

  #back(asked: URLSearchParams, answer: Record<string, string>): Response {
    const target = new URL(asked.get("redirect_uri") as string);
    for (const [name, value] of Object.entries(answer)) target.searchParams.set(name, value);
    const state = asked.get("state");
    if (state) target.searchParams.set("state", state);
    return redirect(target.href, 302);
  }

  #page(title: string, text: string, status: number): Response {
    return page({
      title: `${title} · MyCase sandbox`,
      brand: "MyCase sandbox",
      colour: COLOUR,
      status,
      body: html`<div class="card narrow">
        <h1>${title}</h1>
        <p>${text}</p>
      </div>`,
    });
  }

  async #token(request: Request): Promise<Response> {
    const body = await this.#tokenBody(request);
    if (!body) return this.#refused(400, "invalid_request", "The body must be JSON.");
    if (body["client_id"] !== this.#setup.client_id || body["client_secret"] !== this.#setup.client_secret) {
      return this.#refused(401, "invalid_client", "The client credentials are not valid.");
    }
    if (body["grant_type"] === "authorization_code") {
      const tokens = this.#desk.exchange(body["code"] ?? "", body["client_id"], body["redirect_uri"] ?? "");
      return tokens ? this.#granted(tokens, true) : this.#dead("The authorization code is not valid.");
    }
    if (body["grant_type"] === "refresh_token") {
      const tokens = this.#desk.refresh(body["refresh_token"] ?? "", body["client_id"]);
      return tokens ? this.#granted(tokens, false) : this.#dead("The refresh token is not valid or was already used.");
    }
    return this.#refused(400, "unsupported_grant_type", "grant_type must be authorization_code or refresh_token.");
  }

  async #tokenBody(request: Request): Promise<Record<string, string> | null> {
    const type = request.headers.get("content-type") ?? "";
    const text = await request.text();
    if (type.startsWith("application/x-www-form-urlencoded"))
      return this.#switches.accept_form_tokens ? Object.fromEntries(new URLSearchParams(text)) : null;
    try {
      const body: unknown = JSON.parse(text);
      return typeof body === "object" && body !== null && !Array.isArray(body) ? (body as Record<string, string>) : null;
    } catch {
      return null;
    }
  }

  #granted(tokens: Tokens, exchange: boolean): Response {
    const body = {
      access_token: tokens.access_token,
      token_type: "Bearer",
      scope: SCOPE,
      refresh_token: tokens.refresh_token,
      expires_in: tokens.expires_in,
    };
    return Response.json(exchange ? { ...body, firm_uuid: this.#firm.uuid } : body);
  }

  #dead(description: string): Response {
    return this.#refused(this.#switches.token_error_status, "invalid_grant", description);
  }

  #refused(status: number, error: string, description: string): Response {
    if (this.#switches.token_error_body === "errors") return problems(status, [{ description }]);
    return Response.json({ error, error_description: description }, { status });
  }
}
