/**
 * An answer by e-mail. The address that it came to says which thread it belongs to, the one it came from says whose it is; where both do not fit
 * it is taken for nobody's and held for a member. What programs send by themselves is dropped, so that no two of them answer each other.
 */
import { createHash } from "node:crypto";
import PostalMime, { type Email } from "postal-mime";
import { hashOf } from "../accounts/tokens.ts";
import { crashPoint } from "../lib/crash_point.ts";
import { newId } from "../lib/ids.ts";
import { cleanHtml, plainText } from "../outbox/clean.ts";
import { FileRefused } from "../outbox/files.ts";
import type { By } from "../outbox/types.ts";
import { audit } from "../accounts/store_audit.ts";
import { whoseIs } from "./access.ts";
import { shareAsClient } from "./documents.ts";
import { MAX_MESSAGE, writeAsClient, writeAsMember } from "./messages.ts";
import { matterOf } from "./person.ts";
import { withoutQuote } from "./quoted.ts";
import { threadOfReply, type ReplyDomain } from "./reply_address.ts";
import { asClient } from "./sign_in.ts";
import { readCandidates } from "./store_access.ts";
import { holdMail, membersWith, readClientOf, readMailInBySecret, type HeldReason } from "./store_mail_in.ts";
import { readThread, type Thread } from "./store_messages.ts";
import { listClientsOf } from "./store_inbox.ts";
import { PortalRefused, type PortalDeps, type PortalPerson } from "./types.ts";

export const MAX_MAIL_BYTES = 25 * 1024 * 1024;
const MAX_ATTACHED = 20;
const LIMITS = { maxNestingDepth: 20, maxHeadersSize: 256 * 1024 };

export type Taken = "unknown" | "dropped" | "taken" | "held";

export async function takeMail(deps: PortalDeps, secret: string, raw: Uint8Array): Promise<Taken> {
  const domain = await readMailInBySecret(deps.db.kysely, hashOf(secret));
  if (!domain) return "unknown";
  const email = await PostalMime.parse(raw as Uint8Array<ArrayBuffer>, LIMITS).catch(() => null);
  if (email === null || isAutomatic(email)) return "dropped";
  const from = email.from?.address?.trim().toLowerCase() ?? "";
  const hash = createHash("sha256")
    .update(email.messageId ?? raw)
    .digest();
  const body = bodyOf(email);
  const thread_id = threadOfReply(domain, addressesOf(email));
  const thread = thread_id === null ? null : await readThread(deps.db.kysely, domain.firm_id, thread_id);
  const hold = async (reason: HeldReason): Promise<Taken> => {
    const row = { mail_id: newId(deps.clock), message_hash: hash, thread_id: thread?.thread_id ?? null, from_address: from.slice(0, 320) };
    const subject = plainText(email.subject ?? "").slice(0, 255);
    const received_at = deps.clock.now().toISOString();
    await deps.db.transaction(async (trx) => {
      if (!(await holdMail(trx, domain.firm_id, { ...row, subject, body: body.slice(0, MAX_MESSAGE), reason, received_at }))) return;
      await audit(trx, asClient(domain.firm_id, from), "portal.mail_held", row.mail_id, { reason });
    });
    return "held";
  };
  if (thread === null) return hold("no_thread");
  const who = await senderOf(deps, domain, thread, from);
  if (typeof who === "string") return hold(who);
  try {
    const key = `mail ${hash.toString("hex")}`;
    if ("person" in who) return await takeFromClient(deps, who.person, thread, email, { key, body }, hold);
    return await takeFromMember(deps, who.member, thread, { key, body }, hold);
  } catch (error) {
    // Closed, or no longer theirs.
    if (error instanceof PortalRefused) return hold("closed");
    throw error;
  }
}

type Hold = (reason: HeldReason) => Promise<Taken>;

async function takeFromClient(
  deps: PortalDeps,
  person: PortalPerson,
  thread: Thread,
  email: Email,
  { key, body }: { key: string; body: string },
  hold: Hold,
): Promise<Taken> {
  const matter = await matterOf(deps.db.kysely, person, thread.matter_id, deps.clock.now(), "write");
  const by: By = { name: person.name, tell: (trx, ...what) => audit(trx, asClient(person.firm_id, person.name), ...what) };
  const document_ids: string[] = [];
  const refused: string[] = [];
  for (const [index, one] of attachmentsOf(email).entries()) {
    const name = one.filename ?? "Attachment";
    const content = new Blob([one.content as ArrayBuffer]);
    const given = { name, note: "", size: content.size, content: content.stream(), with_message: true, key: `${key} ${index}` };
    const shared = await shareAsClient(deps, person, matter, given, by).catch((error: unknown) => {
      if (error instanceof PortalRefused || error instanceof FileRefused) return null;
      throw error;
    });
    if (shared === null) refused.push(name);
    else document_ids.push(shared.document_id);
  }
  if (document_ids.length > 0) crashPoint("mail:attached");
  const notes = refused.map(
    (name) => `[${plainText(name)} came with this e-mail and was not taken: files of its kind or size are refused.]`,
  );
  const said = [body.slice(0, MAX_MESSAGE - 2000), ...notes]
    .filter((part) => part !== "")
    .join("\n\n")
    .slice(0, MAX_MESSAGE);
  if (said === "" && document_ids.length === 0) return hold("empty");
  await writeAsClient(deps, person, matter, { key, body: said || "(by e-mail, see the documents)", document_ids, way: "email" }, by);
  return "taken";
}

async function takeFromMember(
  deps: PortalDeps,
  member: { member_id: string; name: string },
  thread: Thread,
  { key, body }: { key: string; body: string },
  hold: Hold,
): Promise<Taken> {
  if (body === "") return hold("empty");
  const client = (await listClientsOf(deps.db.kysely, thread)).find((one) => one.contact_id === thread.contact_id);
  if (!client?.open) return hold("closed");
  const by: By = {
    name: member.name,
    tell: (trx, ...what) => audit(trx, { firm_id: thread.firm_id, ...member, via: "session", address: null }, ...what),
  };
  await writeAsMember(deps, thread, member, { key, body: body.slice(0, MAX_MESSAGE), document_ids: [], seen_seq: null, way: "email" }, by);
  return "taken";
}

/** The thread's client or a member, by their own address; an address that could be several people's is nobody's. */
async function senderOf(
  deps: PortalDeps,
  domain: ReplyDomain,
  thread: Thread,
  from: string,
): Promise<{ person: PortalPerson } | { member: { member_id: string; name: string } } | HeldReason> {
  const db = deps.db.kysely;
  const members = await membersWith(db, domain.firm_id, from);
  const candidates = (await readCandidates(db, from)).filter((one) => one.firm_id === domain.firm_id);
  if (members.length > 0) return members.length === 1 && candidates.length === 0 ? { member: members[0]! } : "several";
  if (candidates.length === 0) return "other_sender";
  const { of, refusal } = whoseIs(from, candidates, () => true);
  if (refusal !== null || of === null) return refusal === "shared" ? "several" : "other_sender";
  if (of.connection_id !== thread.connection_id || of.contact_id !== thread.contact_id) return "other_sender";
  const access = await readClientOf(db, of);
  if (access === null) return "other_sender";
  const { firm_id, connection_id, contact_id } = of;
  return { person: { firm_id, connection_id, contact_id, ...access, email: from } };
}

const headerOf = (email: Email, key: string): string =>
  email.headers
    .find((header) => header.key === key)
    ?.value.trim()
    .toLowerCase() ?? "";

/** RFC 3834 §2, and what programs older than it send. */
function isAutomatic(email: Email): boolean {
  const submitted = headerOf(email, "auto-submitted");
  if (submitted !== "" && submitted !== "no") return true;
  if (["bulk", "junk", "list", "auto_reply"].includes(headerOf(email, "precedence"))) return true;
  if (headerOf(email, "return-path") === "<>" || headerOf(email, "x-autoreply") !== "" || headerOf(email, "list-id") !== "") return true;
  return /^(mailer-daemon|postmaster|no-?reply)@/i.test(email.from?.address ?? "");
}

/** Forwarding services name the address that they delivered to in headers of their own. */
function addressesOf(email: Email): string[] {
  const named = [...(email.to ?? []), ...(email.cc ?? [])].flatMap((one) => one.address ?? one.group?.map((each) => each.address) ?? []);
  const delivered = ["delivered-to", "x-original-to", "envelope-to"].map((key) => headerOf(email, key).replaceAll(/[<>]/g, ""));
  return [...named, ...delivered].filter((one): one is string => typeof one === "string");
}

const bodyOf = (email: Email): string =>
  withoutQuote(plainText(email.text?.trim() ? email.text : email.html ? cleanHtml(email.html.slice(0, 500_000)).text : ""));

/** Pictures inside a signature are no documents. */
const attachmentsOf = (email: Email) =>
  email.attachments.filter((one) => one.disposition !== "inline" && one.content instanceof ArrayBuffer).slice(0, MAX_ATTACHED);
