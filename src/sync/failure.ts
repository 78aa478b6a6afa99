/** What a person can do about a failure, in words of the trade. Pure. */
import type { FailureClass } from "../model/connector.ts";

const REMEDIES: Record<FailureClass, string> = {
  transient: "The provider did not answer properly, also after several tries; the next sync goes on from where this one stopped.",
  rate_limited: "The provider asks us to slow down; the next sync goes on from where this one stopped.",
  maintenance: "The provider is being maintained; the next sync goes on once it is back.",
  unauthorized: "The provider no longer accepts this connection; connect it again.",
  forbidden: "The connected user may not see this at the provider; give the permission there, or connect as an administrator.",
  not_found: "The provider does not know what was asked for.",
  page_expired: "The provider refused to go on with a list, several times; start the sync again.",
  broken: "The provider answered in a way that Privity does not understand; please report it with the run's id.",
};

export function remedyFor(failure: FailureClass | null): string {
  return failure === null
    ? "This is a fault of Privity's own; please report it with the run's id. The next sync goes on from where this one stopped."
    : REMEDIES[failure];
}
