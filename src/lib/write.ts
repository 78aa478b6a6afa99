/**
 * One request that changes something at a provider, sent once, and what its failure says about it (engine-notes §2.3): surely not carried
 * out, or nobody knows. The answer decides, never an exception's text.
 */
import type { Session } from "../model/connector.ts";
import { VendorError } from "../model/connector.ts";
import { WriteError } from "../model/writing.ts";
import { neverSent } from "./failure.ts";
import type { Answer, Policy, Write } from "./http.ts";
import { getJson } from "./http.ts";

export interface WriteAsk extends Omit<Write, "once"> {
  url: URL;
  complaint(value: unknown): string | null;
}

/** Rejects with a WriteError. */
export async function writeOnce(session: Session, policy: Policy, { url, complaint, ...write }: WriteAsk): Promise<Answer> {
  /** A request has left, and nothing proves that it was not carried out. */
  let open = false;
  const watched: Session = {
    ...session,
    fetch: async (request) => {
      open = true;
      try {
        const response = await session.fetch(request);
        // Refused before anything was done; the second try with a fresh token, or the failure to get one, changes nothing about that.
        if (response.status === 401) open = false;
        return response;
      } catch (error) {
        if (neverSent(error)) open = false;
        throw error;
      }
    },
  };
  try {
    return await getJson(watched, policy, { url, follows: false, complaint, write: { ...write, once: true } });
  } catch (error) {
    throw asWriteError(error, open, policy.name);
  }
}

/** `open`: a request has left, so that the status decides; otherwise it was surely not carried out. */
export function asWriteError(error: unknown, open: boolean, name: string): WriteError {
  if (error instanceof WriteError) return error;
  const { failure, status, retry_after_ms, words, message } =
    error instanceof VendorError
      ? error
      : new VendorError("transient", `${name}: ${open ? "nobody knows whether it arrived" : "the request could not be sent"}.`);
  const refused = !open || (status !== null && isRefusal(status));
  return new WriteError(
    refused ? "no" : "unknown",
    { lasting: refused && open && isLasting(failure, status ?? 0), words: words || message, status, retry_after_ms, failure },
    error,
  );
}

/** Every 4xx but 408, with which a gateway may also report that it lost its patience with the provider. */
const isRefusal = (status: number) => status >= 400 && status < 500 && status !== 408;

/**
 * Never will: what the provider itself refused for its content or the user's rights. May later: a gateway's page (`transient`), a limit, another
 * grant, a record that is being changed (409, 412, 423), a version that an update of Privity mends (410, clio.md §5.2).
 */
function isLasting(failure: VendorError["failure"], status: number): boolean {
  if (failure === "transient" || failure === "rate_limited" || failure === "unauthorized") return false;
  return ![409, 410, 412, 423, 425].includes(status);
}

/** What had to be read before anything could be written: nothing was written yet. */
export function beforeWriting(error: unknown, name: string): WriteError {
  const told = asWriteError(error, true, name);
  const { lasting, words, status, retry_after_ms, failure } = told;
  return told.applied === "no" ? told : new WriteError("no", { lasting, words, status, retry_after_ms, failure }, error);
}

/** Something that must not be sent at all, in words for people. */
export function refusedByUs(words: string): WriteError {
  return new WriteError("no", { lasting: true, words, status: null, retry_after_ms: null, failure: "broken" });
}
