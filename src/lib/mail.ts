/** Sends mail by SMTP. What is sent, and what happens when it cannot be, is told where mail is kept (`accounts/mailing.ts`). */
import { isIP } from "node:net";
import { createTransport } from "nodemailer";
import { resolveTarget, TargetRefused } from "./outbound.ts";
import type { Secret } from "./secret.ts";

export interface Letter {
  to: string;
  subject: string;
  text: string;
  /** Fixed beforehand, so that one e-mail is the same e-mail wherever it is seen. */
  message_id?: string;
  /** In whose name it is sent; the address stays the configuration's. */
  from_name?: string;
  reply_to?: string;
  /** Where its recipient says that they want no more of its kind (RFC 2369 §3.2). */
  unsubscribe_url?: string;
}

/** Rejects when the server did not take it. */
export type SendMail = (letter: Letter) => Promise<void>;

export interface MailConfig {
  /** `smtp://user:password@host:587` or `smtps://…`; a Secret, since the password is in it. */
  smtp_url: Secret;
  from: string;
}

const PATIENCE_MS = 20_000;

const CAREFUL = {
  connectionTimeout: PATIENCE_MS,
  greetingTimeout: PATIENCE_MS,
  socketTimeout: PATIENCE_MS,
  // A letter is our own text: nothing in it may make the program read a file or fetch an address.
  disableFileAccess: true,
  disableUrlAccess: true,
} as const;

const transportOf = (config: MailConfig) => createTransport({ url: config.smtp_url.reveal(), ...CAREFUL });

/** Rejects with the reason when the server is not there, or does not let us in. */
export async function checkMail(config: MailConfig): Promise<void> {
  const transport = transportOf(config);
  try {
    await transport.verify();
  } finally {
    transport.close();
  }
}

export function createSendMail(config: MailConfig): SendMail {
  const transport = transportOf(config);
  return async (letter) => void (await transport.sendMail(asSent(config.from, letter)));
}

const asSent = (from: string, { to, subject, text, message_id, from_name, reply_to, unsubscribe_url }: Letter) => ({
  from: from_name === undefined ? from : { name: from_name, address: addressOf(from) },
  ...{ to, subject, text },
  ...(message_id === undefined ? {} : { messageId: message_id }),
  ...(reply_to === undefined ? {} : { replyTo: reply_to }),
  ...(unsubscribe_url === undefined ? {} : { headers: unsubscribeHeaders(unsubscribe_url) }),
});

/** Mail programs make a button of it; one click is for https alone (RFC 8058 §3.1). */
function unsubscribeHeaders(url: string) {
  const list = { "List-Unsubscribe": { prepared: true, value: `<${url}>` } };
  return url.startsWith("https:") ? { ...list, "List-Unsubscribe-Post": "List-Unsubscribe=One-Click" } : list;
}

export interface MailServer {
  host: string;
  port: number;
  security: "tls" | "starttls" | "none";
  /** Null: the server lets us in without. */
  login: { username: string; password: Secret } | null;
  from: string;
}

/** Through a server that somebody typed in: its name is resolved once and checked, and the connection goes to exactly that address. */
export function createSendMailTo(server: MailServer, allow_local: boolean): SendMail {
  const { host, port, security, login, from } = server;
  return async (letter) => {
    const { address } = await resolveTarget(host, { allow_local });
    const transport = createTransport({
      ...{ host: address, port, secure: security === "tls", requireTLS: security === "starttls", ignoreTLS: security === "none" },
      ...(isIP(host) === 0 ? { tls: { servername: host } } : {}),
      ...(login ? { auth: { user: login.username, pass: login.password.reveal() } } : {}),
      ...CAREFUL,
    });
    try {
      await transport.sendMail(asSent(from, letter));
    } finally {
      transport.close();
    }
  };
}

const TROUBLES: Record<string, string> = {
  EAUTH: "The server did not accept the user name and password",
  ENOAUTH: "The server wants a user name and password",
  EDNS: "There is no server of this name",
  ENOTFOUND: "There is no server of this name",
  ECONNREFUSED: "Nothing answers at this server and port",
  ETIMEDOUT: "The server does not answer; a firewall may be in the way, or the port is another one",
  ETLS: "The encrypted connection could not be made; another encryption or port may be right",
  EENVELOPE: "The server refused the sender or the recipient",
  EMESSAGE: "The server refused the letter",
  EPROTOCOL: "The server did not speak SMTP; another port or encryption may be right",
  ESOCKET: "The connection broke off; another port or encryption may be right",
  ECONNECTION: "The connection broke off; another port or encryption may be right",
};

/** Why a letter was not taken, for people: what it means, then what the server said. */
export function mailTrouble(error: unknown): string {
  if (error instanceof TargetRefused) return `${error.message}.`;
  if (!(error instanceof Error)) return String(error);
  const { code, response } = error as Error & { code?: string; response?: string };
  // Nodemailer gives what the socket says the code of a socket, and keeps the rest in its words.
  const within = /\b(ECONNREFUSED|ENOTFOUND|ETIMEDOUT)\b/.exec(error.message)?.[1];
  const certificate = /certificate|self-signed/i.test(error.message);
  const meaning = certificate ? "The server's certificate could not be trusted" : TROUBLES[within ?? code ?? ""];
  const said = response ? `The server said: ${response}` : error.message;
  return meaning === undefined ? said : `${meaning}. ${said}`;
}
/** The address alone of `Name <address>`. */
export const addressOf = (from: string): string => /<([^<>]+)>\s*$/.exec(from)?.[1] ?? from.trim();

/**
 * What a failed attempt means: `refused` for good, `later` where it certainly was not taken, `unknown` where the server may have it: once
 * the text has begun to leave, only the server's own answer counts (RFC 5321 §4.2.1: 5yz permanent, 4yz transient). Nodemailer calls a
 * connection that breaks at any moment `ECONNECTION` of `CONN`, so that proves nothing.
 */
export function judgeMailError(error: unknown): "refused" | "later" | "unknown" {
  const { responseCode, syscall, code, message } = error as { responseCode?: number; syscall?: string; code?: string; message?: string };
  if (responseCode !== undefined && responseCode >= 400) return responseCode >= 500 ? "refused" : "later";
  if (code === "EENVELOPE") return "refused";
  // Nothing was asked of a server that must not be reached, or that has no address.
  if (error instanceof TargetRefused || syscall === "getaddrinfo") return "later";
  const before = code === "EDNS" || code === "EAUTH" || syscall === "connect" || BEFORE_A_WORD.test(message ?? "");
  return before ? "later" : "unknown";
}

const BEFORE_A_WORD = /^(Connection timeout|Greeting never received)/;
