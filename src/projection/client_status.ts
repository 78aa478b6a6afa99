/** Whether a contact is a client, and how it stands with their matters (B-CLI-1 to 4). The matter's status decides, never its stage. */
import type { Provider } from "../model/kinds.ts";
import { companiesOf } from "./identity.ts";
import { because, contactSource, matterSource, SOURCES_NAMED, type RuleId } from "./reasons.ts";
import { matterLabel, mostRecent, type ClientMatter, type Standing } from "./standing.ts";
import type { ClientStatus, ContactInput, Reason } from "./types.ts";

export interface StatusView {
  client_status: ClientStatus | null;
  status_reason: Reason;
  takes_part: boolean;
}

export function statusOf(input: ContactInput, standing: Standing, provider: Provider): StatusView {
  const rule = provider === "clio" ? "B-CLI-2" : "B-CLI-1";
  // B-MAT-8: a matter kept as a lead makes nobody a client.
  const matters = standing.client_matters.filter((entry) => !entry.matter.lead);
  if (matters.length > 0) {
    return { ...statusByMatters(rule, matters, provider), takes_part: input.facts.is_client || matters.some((entry) => entry.takes_part) };
  }
  if (provider === "clio") {
    if (input.facts.is_client) {
      const status_reason = because(rule, "status_flag", {}, [contactSource(input.facts, "is_client")]);
      return { client_status: "client", status_reason, takes_part: true };
    }
    const company = companiesOf(input).find((candidate) => candidate.is_client);
    if (company) {
      const sources = [{ kind: "contact" as const, id: company.id, field: "is_client" }];
      const status_reason = because("B-CLI-4", "status_company_flag", { through: company.name }, sources);
      return { client_status: "client", status_reason, takes_part: standing.own_matters.length > 0 };
    }
  }
  const status_reason = because(rule, "status_none", {}, [contactSource(input.facts)]);
  return { client_status: null, status_reason, takes_part: standing.own_matters.length > 0 };
}

function statusByMatters(rule: RuleId, matters: ClientMatter[], provider: Provider): Pick<StatusView, "client_status" | "status_reason"> {
  const open = matters.filter((entry) => entry.matter.status === "open");
  if (open.length > 0) return { client_status: "active", status_reason: fromMatters(rule, "status_active", open) };
  // MyCase has no pending cases: whatever is not closed there is open.
  const unclosed = matters.filter((entry) => entry.matter.status !== "closed");
  if (unclosed.length > 0 && provider === "mycase")
    return { client_status: "active", status_reason: fromMatters(rule, "status_active", unclosed) };
  if (unclosed.length > 0) return { client_status: "pending", status_reason: fromMatters(rule, "status_pending", unclosed) };
  return { client_status: "past", status_reason: fromMatters(rule, "status_past", matters) };
}

/** Names the most recent of the matters that make it so, their own ones first. */
function fromMatters(rule: RuleId, code: "status_active" | "status_pending" | "status_past", matters: ClientMatter[]): Reason {
  const own = matters.filter((entry) => entry.through === null);
  const first = mostRecent(own.length > 0 ? own : matters, (entry) => entry.matter) as ClientMatter;
  const others = matters.filter((entry) => entry !== first).slice(0, SOURCES_NAMED - 1);
  const params = { count: matters.length, matter: matterLabel(first.matter), through: first.through?.name ?? null };
  return because(
    first.through ? "B-CLI-4" : rule,
    code,
    params,
    [first, ...others].map((entry) => matterSource(entry.matter.provider_id)),
  );
}
