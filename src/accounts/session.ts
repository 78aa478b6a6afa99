/** Which session a request comes with: what was begun at one browser is to be finished at the same. */
import type { AccountDeps } from "./deps.ts";

export async function sessionOf({ auth }: Pick<AccountDeps, "auth">, headers: Headers): Promise<string | null> {
  return (await auth.api.getSession({ headers }))?.session.id ?? null;
}
