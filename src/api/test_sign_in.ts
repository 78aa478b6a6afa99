/** Signing in for tests: by a real invitation, accepted over HTTP. */
import type { AccountDeps } from "../accounts/deps.ts";
import { openAccounts } from "../accounts/open.ts";
import { invite } from "../accounts/sign_up.ts";
import type { TestDb } from "../db/testing.ts";
import type { Clock } from "../lib/clock.ts";
import type { Log } from "../lib/log.ts";
import { Secret } from "../lib/secret.ts";
import { commandLine, type Role } from "../model/actor.ts";

export const OWN_URL = "http://localhost";
export const PASSWORD = "correct horse battery staple";

export function testAccounts(db: TestDb, clock: Clock, log: Log, url = OWN_URL): AccountDeps {
  const secret = new Secret("a secret of the tests, long enough to sign");
  return openAccounts({ db, clock, log, url, secret });
}

type Ask = (path: string, init?: RequestInit) => Response | Promise<Response>;

export const post = (body: unknown, headers: Record<string, string> = {}): RequestInit => ({
  method: "POST",
  body: JSON.stringify(body),
  headers: { "content-type": "application/json", ...headers },
});

/** `name=value; …` as a browser would send back what an answer has set. */
export function cookieOf(response: Response): string {
  return response.headers
    .getSetCookie()
    .map((line) => line.split(";")[0]!)
    .filter((pair) => !pair.endsWith("="))
    .join("; ");
}

export interface Person {
  name: string;
  email: string;
  role: Role;
}

/** Makes the person a member with an account and gives the cookie of their session. */
export async function signInAs(ask: Ask, accounts: AccountDeps, firm_id: string, person: Person): Promise<string> {
  const { link } = await invite(accounts, commandLine(firm_id), person);
  const response = await ask("/api/v1/invitations/accept", post({ token: link.split("#")[1], password: PASSWORD }));
  if (response.status !== 200) throw new Error(await response.text());
  return cookieOf(response);
}

export const NAOMI: Person = { name: "Naomi Okafor", email: "naomi@hartwellosei.example", role: "admin" };
