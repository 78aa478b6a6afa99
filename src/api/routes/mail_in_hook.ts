/**
 * Where a mail service delivers what clients and members answer by e-mail: the raw letter (RFC 5322), as it came. Before the guard, as the
 * providers' webhooks are: the address itself is the proof.
 */
import { MAX_MAIL_BYTES, takeMail } from "../../portal/mail_in.ts";
import type { PortalDeps } from "../../portal/types.ts";
import type { Api } from "../route.ts";
import { readBounded } from "./read_bounded.ts";

export function mailInHook(app: Pick<Api, "post">, deps: PortalDeps): void {
  app.post("/hooks/mail/:secret", async (c) => {
    const raw = await readBounded(c, MAX_MAIL_BYTES);
    if (raw === null) return c.body(null, 413);
    const taken = await takeMail(deps, c.req.param("secret"), raw);
    // A service that is told of a failure sends again; what was held or dropped is done with.
    return taken === "unknown" ? c.body(null, 404) : c.json({ outcome: taken });
  });
}
