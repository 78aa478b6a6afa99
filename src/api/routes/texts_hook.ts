/**
 * Where Twilio delivers texts that come, and what became of those that went. Before the guard, as the providers' webhooks are: what is signed with
 * the account's token, over the address that the world knows this installation by, is taken; nothing else is (texting/signature.ts).
 */
import type { Context } from "hono";
import { readTextAccountByHook, type TextAccountRow } from "../../portal/store_text_account.ts";
import { hookUrl, statusUrl, tokenOf } from "../../portal/text_account.ts";
import { takeText } from "../../portal/text_in.ts";
import { takeStatus } from "../../portal/text_status.ts";
import type { PortalDeps } from "../../portal/types.ts";
import { isSignedBy } from "../../texting/signature.ts";
import type { Api } from "../route.ts";
import { readBounded } from "./read_bounded.ts";

/** A text has 1,600 characters at most, and each can be nine when it is encoded. */
const BODY_LIMIT = 64 * 1024;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const SID = /^(SM|MM)[0-9a-f]{32}$/i;
const MOST_MEDIA = 10;

export function textsHook(app: Pick<Api, "post">, deps: PortalDeps): void {
  app.post("/hooks/texts/:hook_id", async (c) => {
    const told = await signedForm(c, deps, (account) => hookUrl(deps.url, account));
    if ("status" in told) return c.body(null, told.status);
    const { account, form } = told;
    const sid = form.get("MessageSid") ?? "";
    if (!SID.test(sid)) return c.body(null, 400);
    const answer = await takeText(deps, account.firm_id, {
      ...{ sid, from: form.get("From") ?? "", body: form.get("Body") ?? "", opt_out: form.get("OptOutType") },
      media: mediaOf(form),
    });
    // TwiML (docs/messaging/twiml): an empty one answers nothing.
    const message = answer === null ? "" : `<Message>${escape(answer)}</Message>`;
    return c.body(`<?xml version="1.0" encoding="UTF-8"?><Response>${message}</Response>`, 200, { "content-type": "text/xml" });
  });

  app.post("/hooks/texts/:hook_id/status/:text_id", async (c) => {
    const text_id = c.req.param("text_id");
    if (!UUID.test(text_id)) return c.body(null, 404);
    const told = await signedForm(c, deps, (account) => statusUrl(deps.url, account, text_id));
    if ("status" in told) return c.body(null, told.status);
    const { account, form } = told;
    const [sid, status, code] = [form.get("MessageSid") ?? "", form.get("MessageStatus") ?? "", Number(form.get("ErrorCode") ?? "")];
    if (!SID.test(sid)) return c.body(null, 400);
    await takeStatus(deps, account.firm_id, text_id, { sid, status, code: Number.isInteger(code) && code > 0 ? code : null });
    return c.body(null, 204);
  });
}

type Told = { account: TextAccountRow; form: URLSearchParams } | { status: 403 | 404 | 413 };

async function signedForm(c: Context, deps: PortalDeps, address: (account: TextAccountRow) => string): Promise<Told> {
  const hook_id = c.req.param("hook_id") ?? "";
  const account = UUID.test(hook_id) ? await readTextAccountByHook(deps.db.kysely, hook_id) : null;
  if (account === null) return { status: 404 };
  const bytes = await readBounded(c, BODY_LIMIT);
  if (bytes === null) return { status: 413 };
  const form = new URLSearchParams(Buffer.from(bytes).toString("utf8"));
  const token = await tokenOf(deps.texting.sealer, account);
  const signed = isSignedBy(token.reveal(), address(account), form, c.req.header("x-twilio-signature"));
  return signed && form.get("AccountSid") === account.account_sid ? { account, form } : { status: 403 };
}

function mediaOf(form: URLSearchParams): { type: string; url: string | null }[] {
  const count = Math.min(Number(form.get("NumMedia") ?? 0) || 0, MOST_MEDIA);
  return Array.from({ length: count }, (_, index) => ({
    type: form.get(`MediaContentType${index}`) ?? "unknown",
    url: form.get(`MediaUrl${index}`),
  }));
}

const SIGNS: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };
const escape = (text: string): string => text.replaceAll(/[&<>]/g, (sign) => SIGNS[sign]!);
