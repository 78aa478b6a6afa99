/** Whose an address is, and whether it lets them in. Pure. */
import type { Candidate } from "./store_access.ts";

export type Refusal =
  /** Several contacts have it, and no member has said whose it is. */
  | "shared"
  /** A member has said that it is nobody's. */
  | "nobodys"
  | "revoked"
  /** It is a company's. */
  | "company"
  /** Whom the firm's rules never write to comes in by invitation only. */
  | "never_engage"
  /** They are written to at another address. */
  | "not_first"
  /** They take part in nothing that is shown. */
  | "no_matter";

export type Decision = { of: Candidate; refusal: null } | { of: Candidate | null; refusal: Refusal };

export const keyOf = ({ connection_id, contact_id }: Pick<Candidate, "connection_id" | "contact_id">): string =>
  `${connection_id} ${contact_id}`;

/** `candidates`: all of one firm who have the address; at least one. `takes_part`: whether they may look into a matter. */
export function whoseIs(email: string, candidates: readonly Candidate[], takes_part: (one: Candidate) => boolean): Decision {
  const { answer } = candidates[0]!;
  if (candidates.length === 1) return mayCome(email, candidates[0]!, takes_part);
  // Somebody has it who did not when it was asked: it is asked again.
  if (answer === null || candidates.some((one) => !answer.among.includes(keyOf(one)))) return { of: null, refusal: "shared" };
  if (answer.access_id === null) return { of: null, refusal: "nobodys" };
  const named = candidates.find((one) => one.access?.access_id === answer.access_id);
  return named ? mayCome(email, named, takes_part) : { of: null, refusal: "shared" };
}

function mayCome(email: string, of: Candidate, takes_part: (one: Candidate) => boolean): Decision {
  const { access } = of;
  if (access?.state === "revoked") return { of, refusal: "revoked" };
  if (!of.is_person) return { of, refusal: "company" };
  if (access !== null && access.source !== "participant" && access.email === email) return { of, refusal: null };
  if (of.never_engage) return { of, refusal: "never_engage" };
  if (!of.is_first) return { of, refusal: "not_first" };
  return takes_part(of) ? { of, refusal: null } : { of, refusal: "no_matter" };
}
