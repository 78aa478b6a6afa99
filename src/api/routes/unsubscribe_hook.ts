/**
 * Where a mail program asks, for whoever it works for, that automated e-mails stop (RFC 8058): one POST to the address that the e-mail names,
 * from anywhere, with a form of one field. Before the guard, as the providers' webhooks are: the address itself is the proof. The same address
 * opened in a browser is a page of the portal, and changes nothing.
 */
import { bodyLimit } from "hono/body-limit";
import { sayWhether } from "../../automations/opting_out.ts";
import { recipientOf, UNSUBSCRIBE } from "../../automations/unsubscribe.ts";
import { fromOf } from "../access.ts";
import type { ApiDeps } from "../deps.ts";
import type { Api } from "../route.ts";

const MOST_BYTES = 4096;

export function unsubscribeHook(app: Pick<Api, "post">, deps: Pick<ApiDeps, "db" | "clock" | "vault">): void {
  const limit = bodyLimit({ maxSize: MOST_BYTES, onError: (c) => c.body(null, 413) });
  app.post("/portal/unsubscribe/:token", limit, async (c) => {
    const of = recipientOf(deps.vault.derive(UNSUBSCRIBE), c.req.param("token"));
    if (of === null) return c.body(null, 404);
    const form = await c.req.parseBody().catch((): Record<string, unknown> => ({}));
    if (form["List-Unsubscribe"] !== "One-Click") return c.body(null, 400);
    const done = await sayWhether(deps, of, { stop: true, via: "one_click", place: fromOf(c).address });
    return done === null ? c.body(null, 404) : c.text("Done.\n");
  });
}
