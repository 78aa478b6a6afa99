/** A real SMTP server that keeps what it gets; it lets `privity` in with `a password`, and nobody else. */
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import PostalMime, { type Email } from "postal-mime";
import { SMTPServer } from "smtp-server";

export interface SmtpSink {
  port: number;
  arrived: Email[];
  /** From now on it says no to every recipient; null: to none. */
  refuse(words: string | null): void;
  close(): Promise<void>;
}

export async function openSmtpSink(): Promise<SmtpSink> {
  const arrived: Email[] = [];
  let refusing: string | null = null;
  const server = new SMTPServer({
    disabledCommands: ["STARTTLS"],
    onAuth: ({ username, password }, _session, answer) =>
      username === "privity" && password === "a password" ? answer(null, { user: username }) : answer(new Error("who are you")),
    onRcptTo: (_address, _session, answer) => answer(refusing === null ? null : new Error(refusing)),
    onData: (stream, _session, answer) =>
      void buffer(stream)
        .then((bytes) => PostalMime.parse(bytes))
        .then((email) => (arrived.push(email), answer()), answer),
  });
  server.listen(0, "127.0.0.1");
  await once(server.server, "listening");
  return {
    port: (server.server.address() as AddressInfo).port,
    arrived,
    refuse: (words) => void (refusing = words),
    close: () => new Promise<void>((closed) => server.close(closed)),
  };
}
