/** How people and notices of the clients' portal are told. */
import type { ClientNotice, PortalPerson } from "../api.ts";
import type { Tone } from "./chip.tsx";

export const STANDINGS: Record<PortalPerson["standing"], { word: string; tone: Tone; text: string }> = {
  by_themselves: { word: "May come in", tone: "good", text: "Takes part in a matter that is shown, with an address of their own" },
  let_in: { word: "Let in", tone: "good", text: "A member let them in" },
  shared: { word: "Shared address", tone: "wait", text: "Others have this address too. Say whose it is, above" },
  anothers: { word: "Another's address", tone: "past", text: "A member said that this address is not theirs" },
  never_engage: { word: "By invitation only", tone: "wait", text: "The firm never writes to them by itself" },
  company: { word: "A company", tone: "past", text: "Companies do not sign in; name a person on the matter" },
  no_email: { word: "No e-mail", tone: "wait", text: "Add one at the provider" },
  unusable: { word: "Cannot come in", tone: "bad", text: "Skipped, or perhaps gone at the provider" },
  revoked: { word: "Shut out", tone: "bad", text: "Until somebody invites them again" },
};

const KINDS: Record<ClientNotice["kind"], string> = {
  phase: "News of a matter",
  message: "A message",
  document: "A document",
  form: "A form",
};
export const kindOf = (kind: ClientNotice["kind"]): string => KINDS[kind];

const REASONS: Record<string, string> = {
  unknown: "Nobody knows whether it left: the connection to the mail server broke while it was being sent",
  refused: "The mail server refused it",
};
export const reasonOf = (reason: string | null): string => REASONS[reason ?? ""] ?? "";
