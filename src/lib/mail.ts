/** Sends mail by SMTP. What is sent, and what happens when it cannot be, is told where mail is kept (`accounts/mailing.ts`). */
import { createTransport } from "nodemailer";
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
}

/** Rejects when the server did not take it. */
export type SendMail = (letter: Letter) => Promise<void>;

export interface MailConfig {
  /** `smtp://user:password@host:587` or `smtps://…`; a Secret, since the password is in it. */
  smtp_url: Secret;
  from: string;
}

const PATIENCE_MS = 20_000;

const transportOf = (config: MailConfig) =>
  createTransport({
    url: config.smtp_url.reveal(),
    connectionTimeout: PATIENCE_MS,
    greetingTimeout: PATIENCE_MS,
    socketTimeout: PATIENCE_MS,
    // A letter is our own text: nothing in it may make the program read a file or fetch an address.
    disableFileAccess: true,
    disableUrlAccess: true,
  });

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
  return async ({ to, subject, text, message_id, from_name, reply_to }) => {
    await transport.sendMail({
      from: from_name === undefined ? config.from : { name: from_name, address: addressOf(config.from) },
      ...{ to, subject, text },
      ...(message_id === undefined ? {} : { messageId: message_id }),
      ...(reply_to === undefined ? {} : { replyTo: reply_to }),
    });
  };
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
  const before = code === "EDNS" || code === "EAUTH" || syscall === "connect" || BEFORE_A_WORD.test(message ?? "");
  return before ? "later" : "unknown";
}

const BEFORE_A_WORD = /^(Connection timeout|Greeting never received)/;
