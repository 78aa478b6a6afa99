/** Which changes of a contact are harmful when many come at once (B-SYN-6): losing the name, or the last channel. Pure. */
import type { Mapper } from "../model/facts.ts";
import { readChannels, hasName } from "../projection/identity.ts";

export function isHarmful(mapper: Mapper, before: unknown, after: unknown, country: string): boolean {
  const old = mapper.contact(before);
  const now = mapper.contact(after);
  if (hasName(old) && !hasName(now)) return true;
  return usable(old, country) && !usable(now, country);
}

function usable(facts: ReturnType<Mapper["contact"]>, country: string): boolean {
  const channels = readChannels(facts, country);
  return channels.emails.length > 0 || channels.phones.length > 0 || channels.postal;
}
