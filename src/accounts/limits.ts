/**
 * How often one may try to come in. Counted before the password is looked at, and for addresses that do not exist just as for those that
 * do, so that the limit tells nothing. A stranger cannot lock somebody out for long: windows are short, and those with the right
 * password from elsewhere have a limit of their own.
 */
import { AccountRefused, type AccountDeps, type From } from "./deps.ts";
import { countAttempt, forgetAttempts } from "./store_attempts.ts";
import { hashOf } from "./tokens.ts";

const WINDOW_MS = 15 * 60_000;

/** Tries per quarter of an hour. */
const LIMITS = {
  sign_in: { here: 10, email: 50, address: 300 },
  reset: { here: 3, email: 5, address: 50 },
  token: { here: 50, email: 50, address: 100 },
  // Of one's own account, by somebody at an open session: "email" is the member.
  password: { here: 10, email: 20, address: 300 },
} as const;
type What = keyof typeof LIMITS;

type Deps = Pick<AccountDeps, "db" | "clock">;

/** Throws when there were too many. `email` is whose account it is about; "" where that is not known. */
export async function limitTries(deps: Deps, what: What, from: From, email: string): Promise<void> {
  const now = deps.clock.now();
  const ends = new Date(now.getTime() + WINDOW_MS).toISOString();
  for (const [kind, key] of keysOf(what, from, email)) {
    const count = await countAttempt(deps.db.kysely, key, now.toISOString(), ends);
    if (count > LIMITS[what][kind]) throw new AccountRefused("too-many-tries", "There were too many tries in the last quarter of an hour.");
  }
}

/** After a success: what this person tried before no longer counts. */
export async function forgiveTries(deps: Deps, what: What, from: From, email: string): Promise<void> {
  const keys = keysOf(what, from, email).filter(([kind]) => kind !== "address");
  await forgetAttempts(
    deps.db.kysely,
    keys.map(([, key]) => key),
    deps.clock.now().toISOString(),
  );
}

function keysOf(what: What, { address }: From, email: string): ["here" | "email" | "address", Buffer][] {
  const who = email.trim().toLowerCase();
  const where = address ?? "unknown";
  const by_address: ["address", Buffer] = ["address", hashOf(JSON.stringify([what, null, where]))];
  if (who === "") return [by_address];
  return [["here", hashOf(JSON.stringify([what, who, where]))], ["email", hashOf(JSON.stringify([what, who]))], by_address];
}
