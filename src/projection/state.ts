/**
 * The one state that a contact row is in (B-SYN-10), in the order of B-CTC-4: tombstone, suspected gone, skipped, scope, segment.
 * Skip reasons look at the contact's own record alone, so that they can be asked before its matters are known.
 */
import type { ContactFacts } from "../model/facts.ts";
import type { ContactState } from "../model/kinds.ts";
import { hasChannel, hasName } from "./identity.ts";
import { because, contactSource, settingSource } from "./reasons.ts";
import type { Standing } from "./standing.ts";
import { squeeze } from "./text.ts";
import type { PreparedContext } from "./prepare.ts";
import type { Channels, ClientStatus, ContactInput, Reason } from "./types.ts";

/** All that hold, the first being the reason (B-CTC-4). */
export function skipReasons(facts: ContactFacts, channels: Channels): Reason[] {
  const reasons: Reason[] = [];
  if (facts.type === "company") reasons.push(because("B-CTC-4", "company", {}, [contactSource(facts, "type")]));
  if (facts.archived) reasons.push(because("B-CTC-4", "archived", {}, [contactSource(facts, "archived")]));
  const name = squeeze(`${facts.first_name} ${facts.last_name}`);
  if (/^duplicate of/i.test(name)) reasons.push(because("B-CTC-4", "duplicate_of", { name }, [contactSource(facts, "name")]));
  if (!hasName(facts)) reasons.push(because("B-CTC-3", "no_name", {}, [contactSource(facts, "name")]));
  if (!hasChannel(channels)) reasons.push(because("B-CTC-3", "no_channel", channelCounts(facts), [contactSource(facts)]));
  return reasons;
}

const channelCounts = (facts: ContactFacts) => ({
  emails: facts.emails.length,
  phones: facts.phones.filter((phone) => !phone.fax).length,
  faxes: facts.phones.filter((phone) => phone.fax).length,
  addresses: facts.addresses.length,
});

/** B-CTC-5: why the contact is out of scope; null when it is in. */
function outOfScope(facts: ContactFacts, standing: Standing, status: ClientStatus | null, ctx: PreparedContext): Reason | null {
  const sources = [settingSource("contacts.scope"), contactSource(facts)];
  const on_matter = standing.own_matters.length > 0;
  switch (ctx.settings.contacts.scope) {
    case "all":
    case "everyone":
      return null;
    case "clients":
      return status === null ? because("B-CTC-5", "scope_not_client", {}, sources) : null;
    case "clients_and_related":
      return status === null && !on_matter ? because("B-CTC-5", "scope_never_on_matter", {}, sources) : null;
    case "on_matters_and_payers":
      return on_matter ? null : because("B-CTC-5", "scope_not_on_matter", {}, sources);
    case "main_clients":
      return standing.own_matters.some((matter) => matter.main_client_id === facts.provider_id)
        ? null
        : because("B-CTC-5", "scope_not_main_client", {}, sources);
  }
}

export interface StateView {
  state: ContactState;
  state_reason: Reason;
  other_reasons: Reason[];
}

export function stateOf(
  input: ContactInput,
  known: { channels: Channels; standing: Standing; status: ClientStatus | null; segment: Reason | null },
  ctx: PreparedContext,
): StateView {
  const { facts, presence } = input;
  const found: [ContactState, Reason][] = [];
  if (presence !== "present") found.push([presence, because("B-SYN-6", presence, {}, [contactSource(facts)])]);
  for (const reason of skipReasons(facts, known.channels)) found.push(["skipped", reason]);
  const scope = outOfScope(facts, known.standing, known.status, ctx);
  if (scope) found.push(["out_of_scope", scope]);
  if (known.segment) found.push(["out_of_segment", known.segment]);
  const [first, ...others] = found;
  if (!first) return { state: "in", state_reason: because("B-SYN-10", "in", {}, [contactSource(facts)]), other_reasons: [] };
  return { state: first[0], state_reason: first[1], other_reasons: others.map(([, reason]) => reason) };
}
