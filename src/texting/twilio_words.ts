/** What Twilio's numbers mean, in words for a paralegal (twilio.com/docs/api/errors). Pure. */

/** The number of the client's does not take texts: another try changes nothing. */
const DEAD_ENDS = new Set([21211, 21614, 30005, 30006]);
export const STOPPED = 21610;

const WORDS: Record<number, string> = {
  20003: "Twilio did not accept the firm's account or key. An admin has to look at Texting.",
  20404: "Twilio knows no such account. An admin has to look at Texting.",
  20429: "Twilio has too much to do at the moment; it is tried again.",
  21211: "This is no number that can be dialled. Mend it at the provider.",
  21212: "The firm's own number is no valid sender. An admin has to look at Texting.",
  21408: "The firm's Twilio account may not text to this country. An admin can allow it at Twilio.",
  21606: "The firm's own number cannot send texts. An admin has to look at Texting.",
  21608: "The firm's Twilio account is a trial one, which texts only to numbers that were verified there.",
  21610: "They answered STOP. Nothing goes to this number until they text START.",
  21612: "Twilio knows no way to this number from the firm's own.",
  21614: "This number cannot get texts; it may be a landline.",
  21617: "The text is too long.",
  21703: "The messaging service has no number to send from. An admin has to look at Twilio.",
  30001: "Too many texts waited at Twilio.",
  30002: "The firm's Twilio account is suspended. An admin has to look at Twilio.",
  30003: "The phone could not be reached: it is switched off, or without a network.",
  30004: "The phone or its network blocked the text.",
  30005: "Nobody has this number, or it does not exist any more.",
  30006: "This is a landline, or its network takes no texts.",
  30007: "The network took the text for spam and did not deliver it.",
  30008: "The network did not deliver it and does not say why.",
  30032: "The firm's toll-free number is not verified yet. An admin has to look at Twilio.",
  30034: "The firm's number is not registered for texts to US phones (A2P 10DLC). An admin has to look at Twilio.",
};

/** Null: no number that is known here. */
export const wordsForCode = (code: number | null): string | null => (code === null ? null : (WORDS[code] ?? null));
export const isDeadEnd = (code: number | null): boolean => code !== null && DEAD_ENDS.has(code);

/**
 * How far a text has come (docs/messaging/guides/outbound-message-status-in-status-callbacks). Callbacks overtake each other, so only a higher rank
 * counts. An answer of "read" (other channels than SMS) is more than delivered.
 */
const RANKS: Record<string, number> = {
  ...{ accepted: 1, scheduled: 1, queued: 2, sending: 3, sent: 4 },
  ...{ undelivered: 5, failed: 5, canceled: 5, delivered: 5, read: 6 },
};
export const rankOf = (status: string): number => RANKS[status] ?? 0;
export const isUndelivered = (status: string | null): boolean => status === "undelivered" || status === "failed" || status === "canceled";
export const isDelivered = (status: string | null): boolean => status === "delivered" || status === "read";
