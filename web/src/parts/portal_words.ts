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

/** B-WHY-1: of every notice that waits, was not sent, or needs a person. */
const REASONS: Record<string, string> = {
  unknown: "Nobody knows whether it left: the connection broke while it was being sent",
  restored: "The database was put back from an older copy: it may have left already",
  refused: "The mail server refused it",
  unreachable: "The mail server does not answer; it is tried again",
  no_mail_server: "There is no mail server yet",
  too_late: "It waited so long that it is no news any more",
  read: "They have read it meanwhile",
  form_over: "The form was handed in, or taken back, meanwhile",
  not_in: "They may not come into the portal any more",
  shared: "Others have this address too",
  nobodys: "A member said that the address is nobody's",
  not_first: "They are written to at another address",
  never_engage: "The firm never writes to them by itself",
  company: "A company does not sign in",
  no_email: "They have no e-mail address",
  unusable: "They are skipped, or perhaps gone at the provider",
  revoked: "They were shut out",
  opted_out: "They asked for no letters",
  switched_off: "They switched this way of being told off",
  not_taking_part: "They take no part in this matter any more, or it is not shown",
  closed: "The matter is closed",
  moved_on: "The matter had left this phase again",
  not_notified: "Clients of this matter are not told by letter",
  gone: "The matter may be gone at the provider; that is known within a day",
  messages_paused: "The matter's stage belongs to no phase yet",
  paused_matter: "Somebody paused this matter",
  paused_contact: "Somebody paused this person",
  paused_firm: "Somebody paused everything",
  disconnected: "The firm's account is disconnected",
  blind: "Changes wait for an administrator's word",
  texts_off: "The firm sends no texts at the moment",
  no_number: "They have no mobile number at the provider",
  stopped: "They answered STOP",
  shared_number: "Others have this number too",
  text_refused: "The text was refused",
  text_undelivered: "The text did not arrive",
  text_cap: "So many texts went to them today that it waits",
  dropped: "Somebody decided that it is not to go",
  never_open: "The firm's hours leave no time for it",
};
export const reasonOf = (reason: string | null): string => REASONS[reason ?? ""] ?? "";
