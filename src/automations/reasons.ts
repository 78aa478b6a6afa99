/** Why something started, did not, waits or is held: one code for each case, with a sentence that a paralegal understands. */
export type Params = Record<string, string | number | null>;

interface Told {
  rule: string;
  /** `{name}`: one of the params. */
  words: string;
  next: string | null;
}

export const REASONS = {
  // Held until somebody has looked
  first_sync: told("B-AUT-2", "It was found by the first sync of this connection", "Approve or dismiss the batch."),
  reconnect: told("B-AUT-2", "It was found when the connection was made anew, or another account began to read", "Approve or dismiss the batch."),
  settings: told("B-AUT-2", "A change of settings brought it about", "Approve or dismiss the batch."),
  recompute: told("B-AUT-2", "Everything was worked out anew", "Approve or dismiss the batch."),
  restored: told("B-AUT-2", "A backup of the database was put back: they may have got it since", "Look whether they got it, then approve or dismiss the batch."),
  many: told("B-AUT-2", "Unusually many at once ({count} today; usually at most {usual})", "Look whether an import or a change at the provider went wrong, then approve or dismiss the batch."),
  template_changed: told("B-AUT-2", "{by} changed the words of “{template}” after this was approved", "Look at the words, then approve or dismiss the batch."),
  through_company: told("B-CLI-4", "They are a client only through a company or because they pay, and take part in no matter themselves", "Approve it if they are to get this."),
  merge_survivor: told("B-AUT-1", "They share an e-mail or phone with a contact that is gone: the provider may have merged the two, so they may not be new", "Approve it if they are new."),
  late_mended: told("B-AUT-1", "They could not be used for more than 14 days after they became a client", "Approve it if it is not too late."),
  // Held until it is mended
  shared_address: told("B-AUT-4", "The address {address} belongs to {others} other contact(s) too: {names}", "Give each person their own address at the provider, then approve."),
  owner_missing: told("B-AUT-4", "Nobody owns this contact, so nobody's name can stand under the message", "Pin an owner, then approve."),
  owner_inactive: told("B-AUT-4", "{owner}, who owns this contact, is no longer active", "Pin another owner, then approve."),
  no_email: told("B-AUT-4", "There is no usable e-mail address", "Add one at the provider, then approve."),
  suspected_gone: told("B-SYN-6", "The contact was not found at the provider the last time", "Wait for the next sync; it says whether the contact is gone."),
  skipped: told("B-CTC-4", "The contact is skipped ({why})", "Mend it at the provider, then approve."),
  empty_field: told("B-AUT-4", "The template's field “{field}” is empty for this contact and has no fallback", "Fill the field at the provider or give the template a fallback, then approve."),
  template_missing: told("B-AUT-3", "The e-mail's template is gone", "Choose another template in the automation."),
  member_missing: told("B-AUT-3", "There is no active member to do this in the name of", "Pin an owner, or save the automation as a member, then approve."),
  messages_paused: told("B-MAT-9", "The matter is in a stage that no phase stands for, so its messages pause", "Map the stage to a phase, then approve."),
  matter_gone: told("B-SYN-6", "The matter was not found at the provider the last time", "Wait for the next sync."),
  // Never
  tombstone: told("B-SYN-6", "The contact is gone at the provider", null),
  out_of_scope: told("B-CTC-5", "The contact is out of scope", null),
  out_of_segment: told("B-SEG-2", "The contact is out of segment", null),
  company: told("B-CTC-4", "This is a company, not a person", null),
  never_engage: told("B-CLI-5", "The contact is on the list of those who are never engaged, such as judges, experts and opposing counsel", null),
  opted_out: told("B-AUT-4", "The address {address} wants no automated e-mail", null),
  condition: told("B-AUT-3", "The condition “{condition}” does not hold", null),
  no_main_client: told("B-MAT-5", "The matter has no main client who is a person", null),
  not_on_matter: told("B-AUT-4", "They take no part in this matter", null),
  matter_left: told("B-MAT-9", "The matter has left the phase that this was about", null),
  matter_is_lead: told("B-MAT-8", "The matter is kept as a lead", null),
  not_notified: told("B-MAT-4", "This matter's people are not to be notified", null),
  fact_gone: told("B-KEY-3", "The key fact {label} is no longer there", null),
  contact_unknown: told("B-AUT-4", "There is no such contact any more", null),
  automation_off: told("B-AUT-3", "The automation was switched off", null),
  dismissed: told("B-AUT-2", "It was dismissed by {by}", null),
  // Goes on by itself
  waits_mended: told("B-AUT-1", "The contact is skipped ({why}); it starts by itself if that is mended within 14 days", "Mend it at the provider."),
  paused_contact: told("B-AUT-4", "Automations are paused for this contact", "End the pause, or wait until it ends."),
  paused_matter: told("B-AUT-4", "Automations are paused for this matter", "End the pause, or wait until it ends."),
  paused_firm: told("B-AUT-4", "Automations are paused for the whole firm", "End the pause, or wait until it ends."),
  blind: told("B-SYN-6", "The connection holds back many changes, so automations stop until somebody decides", "Decide about the held changes."),
  disconnected: told("B-CON-5", "The connection is disconnected", "Connect it again."),
  hours: told("B-AUT-4", "It waits for the firm's hours", null),
  cap: told("B-AUT-4", "They got {count} automated e-mails within {days} days already; this one waits", null),
  step_wait: told("B-AUT-3", "The automation waits before its next step", null),
  sending: told("B-AUT-3", "Its e-mail is on the way", null),
  no_mail_server: told("B-AUT-3", "No mail server is set up", "Set one up at the page Mail."),
  // E-mails
  refused: told("B-AUT-4", "The mail server refused it: {error}", "Check the address, then send it again."),
  unreachable: told("B-AUT-4", "The mail server could not be reached; it is tried again", null),
  unknown: told("B-AUT-4", "It may have left: the program or the connection ended while it was being sent", "Look whether it arrived, then say that it was sent, or send it again."),
  by_hand: told("B-AUT-1", "{by} started it", null),
  approved: told("B-AUT-2", "{by} approved it", null),
} as const satisfies Record<string, Told>; // oxfmt-ignore

export type Code = keyof typeof REASONS;

function told(rule: string, words: string, next: string | null): Told {
  return { rule, words, next };
}

export interface Why {
  code: Code;
  rule: string;
  sentence: string;
  next: string | null;
}

export function explain(code: Code, params: Params): Why {
  const { rule, words, next } = REASONS[code];
  const sentence = `${words.replaceAll(/\{(\w+)\}/g, (_, name: string) => String(params[name] ?? "?"))}.`;
  return { code, rule, sentence, next };
}
