/**
 * Addresses that an answer by e-mail goes to: reply+<thread><signature>@domain. Whoever has one can write into that thread only, and only from an
 * address of those who are in it. Lower case and short enough for every mail server (RFC 5321 §4.5.3.1.1). Pure.
 */
import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";

const MAC_BYTES = 12;
const ID_BYTES = 16;

export interface ReplyDomain {
  firm_id: string;
  domain: string;
  reply_key: Buffer;
}

const macOf = (of: ReplyDomain, id: Buffer): Buffer =>
  createHmac("sha256", of.reply_key).update(`reply ${of.firm_id} `).update(id).digest().subarray(0, MAC_BYTES);

const bytesOf = (thread_id: string): Buffer => Buffer.from(thread_id.replaceAll("-", ""), "hex");

export function replyAddress(of: ReplyDomain, thread_id: string): string {
  const id = bytesOf(thread_id);
  return `reply+${Buffer.concat([id, macOf(of, id)]).toString("hex")}@${of.domain}`;
}

/** The thread that one of these addresses answers; null: none of them is ours. */
export function threadOfReply(of: ReplyDomain, addresses: readonly string[]): string | null {
  for (const address of addresses) {
    const [, token = "", domain = ""] = /^reply\+([0-9a-f]+)@(.+)$/.exec(address.trim().toLowerCase()) ?? [];
    const bytes = Buffer.from(token, "hex");
    if (domain !== of.domain.toLowerCase() || bytes.length !== ID_BYTES + MAC_BYTES) continue;
    const id = bytes.subarray(0, ID_BYTES);
    if (!timingSafeEqual(bytes.subarray(ID_BYTES), macOf(of, id))) continue;
    return id.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  }
  return null;
}

export const newReplyKey = (): Buffer => randomBytes(32);
