/** What members are written when a client has: that something is there and where, never what. */
import type { Letter } from "../lib/mail.ts";

const oneLine = (text: string): string => text.replace(/\s+/g, " ").trim();

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
