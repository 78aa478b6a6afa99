/**
 * A POST to an address that somebody typed in. Such an address must not reach into the machine's own network (server-side request
 * forgery): the name is resolved once, every address it has must be public, and the connection goes to exactly the one that was checked,
 * so that a name which answers otherwise a moment later gains nothing. Redirects are not followed, the answer is read only so far.
 */
import { lookup as systemLookup } from "node:dns/promises";
import { request as httpRequest } from "node:http";
import { request as httpsRequest } from "node:https";
import { BlockList, isIP, type LookupFunction } from "node:net";
import { within } from "./clock.ts";

export class TargetRefused extends Error {
  override readonly name = "TargetRefused";
}

export type Lookup = (host: string) => Promise<{ address: string; family: number }[]>;

export interface PostOptions {
  headers: Record<string, string>;
  body: string;
  timeout_ms: number;
  /** How much of the answer is read, in bytes; the rest is let go. */
  answer_limit: number;
  /** Private and loopback targets, and plain http, for a receiver on the same machine or network. */
  allow_local: boolean;
  lookup?: Lookup;
}

// IANA's special-purpose registries (RFC 6890 and its successors): what is not "globally reachable".
const PRIVATE = new BlockList();
for (const [net, prefix] of [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 4],
  ["240.0.0.0", 4],
] as const)
  PRIVATE.addSubnet(net, prefix, "ipv4");
/** Of IPv6 only what is handed out as global unicast is public, less what stands for IPv4 or for documents. */
const GLOBAL_V6 = new BlockList();
GLOBAL_V6.addSubnet("2000::", 3, "ipv6");
const SPECIAL_V6 = new BlockList();
for (const [net, prefix] of [
  ["2001::", 23],
  ["2001:db8::", 32],
  ["2002::", 16],
  ["3fff::", 20],
] as const)
  SPECIAL_V6.addSubnet(net, prefix, "ipv6");

export function isPublicAddress(address: string): boolean {
  if (isIP(address) === 4) return !PRIVATE.check(address, "ipv4");
  if (isIP(address) !== 6) return false;
  return GLOBAL_V6.check(address, "ipv6") && !SPECIAL_V6.check(address, "ipv6");
}

/** What is wrong with an address before anything is looked up; null: nothing. */
export function complaintAboutTarget(text: string, allow_local: boolean): string | null {
  if (!URL.canParse(text)) return "is no address";
  const url = new URL(text);
  if (url.protocol !== "https:" && !(allow_local && url.protocol === "http:")) return "must begin with https://";
  if (url.username !== "" || url.password !== "") return "must not hold a user name or password";
  const host = bare(url.hostname);
  if (!allow_local && isIP(host) !== 0 && !isPublicAddress(host)) return "must be a public address";
  return null;
}

/** `began`: how the answer begins, at most the limit and one piece of it. */
interface Posted {
  status: number;
  began: Buffer;
}

/** Rejects with TargetRefused for a target that must not be reached, or with what the connection threw. */
export async function post(url: URL, options: PostOptions): Promise<Posted> {
  const complaint = complaintAboutTarget(url.href, options.allow_local);
  if (complaint !== null) throw new TargetRefused(`${url.host} ${complaint}`);
  return within(options.timeout_ms, async (signal) => send(url, await resolveTarget(bare(url.hostname), options), options, signal));
}

/** Of a server that is spoken to by another protocol. */
export function complaintAboutHost(host: string, allow_local: boolean): string | null {
  if (isIP(host) === 0 && !/^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/i.test(host))
    return "must be a server's name, such as smtp.example.com";
  if (!allow_local && isIP(host) !== 0 && !isPublicAddress(host)) return "must be a public address";
  return null;
}

/** The one address to connect to; rejects with TargetRefused where any that the name has is not public. */
export async function resolveTarget(
  host: string,
  { allow_local, lookup = lookupAll }: Pick<PostOptions, "allow_local" | "lookup">,
): Promise<{ address: string; family: number }> {
  const found = await lookup(host);
  const first = found[0];
  if (!first) throw new TargetRefused(`${host} has no address`);
  if (!allow_local && !found.every(({ address }) => isPublicAddress(address)))
    throw new TargetRefused(`${host} leads into a private network`);
  return first;
}

const lookupAll: Lookup = (host) => systemLookup(host, { all: true });

function send(url: URL, target: { address: string; family: number }, options: PostOptions, signal: AbortSignal): Promise<Posted> {
  const pinned: LookupFunction = (_host, asked, done) => (asked.all ? done(null, [target]) : done(null, target.address, target.family));
  const open = url.protocol === "https:" ? httpsRequest : httpRequest;
  return new Promise((answered, failed) => {
    const headers = { ...options.headers, "content-length": Buffer.byteLength(options.body) };
    const request = open(url, { method: "POST", headers, lookup: pinned, signal, agent: false }, (answer) => {
      let read = 0;
      const pieces: Buffer[] = [];
      const done = () => {
        answered({ status: answer.statusCode ?? 0, began: Buffer.concat(pieces) });
        answer.destroy();
      };
      answer.on("data", (chunk: Buffer) => {
        read += chunk.length;
        pieces.push(chunk);
        if (read > options.answer_limit) done();
      });
      answer.once("end", done);
      answer.once("error", failed);
    });
    request.once("error", failed);
    request.end(options.body);
  });
}

const bare = (hostname: string) => hostname.replace(/^\[|\]$/g, "");
