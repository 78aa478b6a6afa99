/** What our mails say. Links carry their token behind `#`, which browsers keep to themselves: it reaches no server log. */
import type { Letter } from "../lib/mail.ts";

export const invitationLink = (url: string, token: string): string => `${url}/invitation#${token}`;
export const resetLink = (url: string, token: string): string => `${url}/new-password#${token}`;
export const signInLink = (url: string, token: string): string => `${url}/sign-in#${token}`;

export function invitationLetter(to: string, firm: string, inviter: string, link: string): Letter {
  return {
    to,
    subject: `${firm} invites you to Privity`,
    text: `${inviter} invites you to ${firm} in Privity.\n\nChoose your password here, within seven days:\n${link}\n\nIf you did not expect this, do nothing.\n`,
  };
}

export function resetLetter(to: string, link: string): Letter {
  return {
    to,
    subject: "A new password for Privity",
    text: `Somebody asked for a new password for your account in Privity.\n\nChoose it here, within one hour:\n${link}\n\nIf that was not you, do nothing: your password stays as it is.\n`,
  };
}

export function testLetter(to: string): Letter {
  return {
    to,
    subject: "A test from Privity",
    text: "Mail from Privity arrives here.\n\nYou asked for this at the page Mail. Nothing is to be done.\n",
  };
}
