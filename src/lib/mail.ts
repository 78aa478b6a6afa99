/** Sends mail by SMTP. What is sent, and what happens when it cannot be, is told where mail is kept (`accounts/mailing.ts`). */
import { createTransport } from "nodemailer";
import type { Secret } from "./secret.ts";

export interface Letter {
  to: string;
  subject: string;
  text: string;
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
  return async (letter) => {
    await transport.sendMail({ from: config.from, ...letter });
  };
}
