/** What members are written when a client has: that something is there and where, never what. */
import type { Letter } from "../lib/mail.ts";

const oneLine = (text: string): string => text.replace(/\s+/g, " ").trim();

/** What became of a member's own text. */
export function textLetter(
  to: string,
  { client, came_to, why }: { client: string; came_to: "not_sent" | "unknown" | "not_delivered"; why: string },
  page: string,
): Letter {
  const whose = `Your text to ${oneLine(client)}`;
  const what = { not_sent: "was not sent", unknown: "may not have left", not_delivered: "did not arrive" }[came_to];
  return { to, subject: `${whose} ${what}`.slice(0, 200), text: `${whose} ${what}. ${why}\n\nSee it here:\n${page}\n` };
}

export function staffLetter(
  to: string,
  { kind, matter, client }: { kind: "message" | "document"; matter: string; client: string },
  page: string,
): Letter {
  const what = kind === "message" ? "has written" : "has sent a document";
  return {
    to,
    subject: oneLine(`${client} ${what}: ${matter}`).slice(0, 200),
    text: `${oneLine(client)} ${what} about “${oneLine(matter)}”.\n\nRead and answer it here:\n${page}\n\nWhich of these letters you get is said in the inbox, under “Letters to you”.\n`,
  };
}
