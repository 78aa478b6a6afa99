/** How often one may ask to come in: counted for addresses that nobody has just as for those that somebody has, so that the limit tells nothing. */
import { countAttempt } from "../accounts/store_attempts.ts";
import { hashOf } from "../accounts/tokens.ts";
import { PortalRefused, type PortalDeps } from "./types.ts";

const WINDOW_MS = 15 * 60_000;

/** Per quarter of an hour: for one e-mail, and from one place, which behind a proxy is the same for everybody. */
const LIMITS = { ask: { email: 5, place: 300 }, link: { email: 20, place: 600 } } as const;

/** Throws PortalRefused "too_many". */
export async function limitPortalTries(
  { db, clock }: Pick<PortalDeps, "db" | "clock">,
  what: keyof typeof LIMITS,
  { email, place }: { email: string; place: string | null },
): Promise<void> {
  const now = clock.now();
  const ends = new Date(now.getTime() + WINDOW_MS).toISOString();
  const count = async (kind: "email" | "place", value: string) => {
    const key = hashOf(JSON.stringify(["portal", what, kind, value]));
    if ((await countAttempt(db.kysely, key, now.toISOString(), ends)) > LIMITS[what][kind]) throw new PortalRefused("too_many");
  };
  await count("place", place ?? "unknown");
  if (email !== "") await count("email", email);
}
