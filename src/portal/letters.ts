/** What clients are written, in their language. Only the sign-in letter lets anybody in; every other one names a page. */
import type { Letter } from "../lib/mail.ts";
import type { Language } from "./types.ts";

export const signInLink = (url: string, token: string): string => `${url}/portal/sign-in#${token}`;

interface Words {
  to: string;
  firm: string;
  name: string;
  language: Language;
}

const oneLine = (text: string): string => text.replace(/\s+/g, " ").trim();

export function signInLetter({ to, firm, language }: Words, link: string): Letter {
  if (language === "es")
    return {
      to,
      subject: oneLine(`Su enlace para entrar: ${firm}`),
      text: `Alguien pidió entrar en el portal de ${firm} con su correo electrónico.\n\nSi fue usted, abra este enlace en el mismo navegador, antes de 30 minutos. Sirve una sola vez:\n${link}\n\nSi no fue usted, no haga nada: sin este enlace no entra nadie. No lo reenvíe.\n`,
    };
  return {
    to,
    subject: oneLine(`Your sign-in link: ${firm}`),
    text: `Somebody asked to sign in to the portal of ${firm} with your e-mail address.\n\nIf that was you, open this link in the same browser within 30 minutes. It works once:\n${link}\n\nIf it was not you, do nothing: without this link nobody gets in. Do not forward it.\n`,
  };
}

export function welcomeLetter({ to, firm, name, language }: Words, url: string): Letter {
  const page = `${url}/portal`;
  if (language === "es")
    return {
      to,
      subject: oneLine(`Su caso, en línea: ${firm}`),
      text: `Hola ${name}:\n\n${firm} le invita a ver en línea en qué punto está su caso.\n\nAbra esta página y escriba este correo electrónico; le enviaremos un enlace para entrar. No necesita contraseña:\n${page}\n`,
    };
  return {
    to,
    subject: oneLine(`Your matter, online: ${firm}`),
    text: `Hello ${name},\n\n${firm} invites you to see online where your matter stands.\n\nOpen this page and type this e-mail address; we send you a link to sign in. You need no password:\n${page}\n`,
  };
}

export type NoticeKind = "phase" | "message" | "document" | "form";

/** Says that there is something, and on which page; never what it says. */
export function noticeLetter(kind: NoticeKind, { to, firm, name, language }: Words, about: { matter: string; page: string }): Letter {
  const { subject, line } = NOTICES[language][kind];
  const [hello, see, why] =
    language === "es"
      ? [`Hola ${name}:`, "Véalo aquí:", "Por qué recibe esto, y cómo dejar de recibirlo:"]
      : [`Hello ${name},`, "See it here:", "Why you get this, and how to stop it:"];
  const page_why = about.page.replace(/\/portal\/.*$/, "/portal/preferences");
  return {
    to,
    subject: oneLine(`${subject}: ${about.matter}`).slice(0, 200),
    text: `${hello}\n\n${line(oneLine(about.matter))}\n\n${see}\n${about.page}\n\n${firm}\n\n${why}\n${page_why}\n`,
  };
}

/** The same by text: short, neither what it says nor what it is about, for whoever looks at the phone, and how to stop it. */
export function noticeText(kind: NoticeKind, { firm, language }: Words, about: { page: string }): string {
  const { subject } = NOTICES[language][kind];
  const stop = language === "es" ? "Para no recibir textos, responda STOP." : "Reply STOP for no more texts.";
  return oneLine(`${firm.slice(0, 80)}: ${subject}. ${about.page} ${stop}`);
}

const NOTICES: Record<Language, Record<NoticeKind, { subject: string; line: (matter: string) => string }>> = {
  en: {
    phase: { subject: "There is news", line: (matter) => `Your matter “${matter}” has reached a new step.` },
    message: { subject: "You have a message", line: (matter) => `There is a new message for you about “${matter}”.` },
    document: { subject: "There is a document for you", line: (matter) => `A document was shared with you in “${matter}”.` },
    form: { subject: "Please fill in a form", line: (matter) => `There is a form for you to fill in for “${matter}”.` },
  },
  es: {
    phase: { subject: "Hay novedades", line: (matter) => `Su caso «${matter}» ha pasado a una nueva etapa.` },
    message: { subject: "Tiene un mensaje", line: (matter) => `Hay un mensaje nuevo para usted sobre «${matter}».` },
    document: { subject: "Hay un documento para usted", line: (matter) => `Se compartió un documento con usted en «${matter}».` },
    form: { subject: "Por favor, complete un formulario", line: (matter) => `Hay un formulario que completar para «${matter}».` },
  },
};
