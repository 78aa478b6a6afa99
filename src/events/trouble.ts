/** What became of one try to send an event, in words. Pure. */
import { TargetRefused } from "../lib/outbound.ts";

const TROUBLES: Record<string, string> = {
  ECONNREFUSED: "Nothing listens at this address: the connection was refused.",
  ENOTFOUND: "The address's name is not known (DNS).",
  EAI_AGAIN: "The address's name could not be looked up just then (DNS).",
  ETIMEDOUT: "The server could not be reached in time.",
  EHOSTUNREACH: "There is no way to this server from here.",
  ENETUNREACH: "There is no way to this server from here.",
  ECONNRESET: "The server broke the connection off before it answered.",
  EPIPE: "The server broke the connection off before it answered.",
  EPROTO: "The server does not speak HTTPS as it should.",
  CERT_HAS_EXPIRED: "The server's certificate has expired.",
  ERR_TLS_CERT_ALTNAME_INVALID: "The server's certificate is for another name.",
};

/** Why nothing came back. */
export function troubleOf(error: unknown, patience_ms: number): string {
  if (error instanceof TargetRefused) return `${error.message}.`;
  if (!(error instanceof Error)) return String(error);
  if (error.name === "TimeoutError") return `No answer within ${Math.round(patience_ms / 1000)} seconds.`;
  const code = (error as NodeJS.ErrnoException).code ?? "";
  const known = TROUBLES[code];
  if (known !== undefined) return known;
  if (/CERT|SELF_SIGNED|UNABLE_TO/.test(code)) return `The server's certificate could not be trusted: ${error.message}.`;
  if (code.startsWith("HPE_")) return "What the server answered is not HTTP.";
  return error.message;
}

/** What an answer means, and what to do about it. */
export function meaningOf(status: number): string {
  if (status >= 200 && status < 300) return "It took the event.";
  if (status >= 300 && status < 400) return "It sends elsewhere, and redirects are not followed: give the address that it leads to.";
  return MEANINGS[status] ?? (status >= 500 ? "It failed at its end." : "It did not take the event.");
}

const AT_THE_DOOR = "It did not let us in: does it check the signature with the present secret?";
const NOBODY = "Nothing takes events at this address: is it written as the receiver has it?";
const MEANINGS: Record<number, string> = {
  400: "It did not understand the event.",
  401: AT_THE_DOOR,
  403: AT_THE_DOOR,
  404: NOBODY,
  405: NOBODY,
  408: "It ran out of time.",
  410: "It says that it is gone for good, so the webhook was switched off.",
  413: "The event is too large for it.",
  422: "It did not understand the event.",
  429: "It asks for fewer events at a time.",
};

const SHOWN = 300;

/** How an answer begins, as one line that nothing in it can break. */
export function beginningOf(bytes: Buffer): string {
  // What is cut in the middle of a character, and what is no text at all, shows as nothing.
  const text = bytes
    .toString("utf8")
    .replaceAll(/[\p{Cc}\p{Cf}\uFFFD\s]+/gu, " ")
    .trim();
  const signs = Array.from(text);
  return signs.length <= SHOWN ? text : `${signs.slice(0, SHOWN).join("")}…`;
}
