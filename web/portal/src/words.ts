/** Everything that this app says, in English and in Spanish. */
import { createContext, useContext } from "react";

export type Language = "en" | "es";

const en = {
  app: "My matters",
  skip: "Skip to the content",
  loading: "Loading …",
  back: "All matters",
  sign_out: "Sign out",
  menu: "Menu",
  settings: "Settings",
  matters: "My matters",
  again: "Try again",
  offline: "You are offline.",
  as_of: (when: string) => `As of ${when}`,
  as_of_offline: (when: string) => `You are offline. You see what was here ${when}`,
  sign_in: "Sign in",
  sign_in_text: "Type the e-mail address that your law firm has of you. We send you a link; you need no password.",
  email: "Your e-mail address",
  send_link: "Send me a link",
  sent: "Look into your mail",
  sent_text: (email: string) =>
    `If the firm has ${email} as yours alone, a letter with a link is on its way. Open it in this browser within 30 minutes. It may be among the unwanted mail.`,
  sent_none: "Nothing came? Ask your law firm whether it has this address of you.",
  other_address: "Use another address",
  signing_in: "Signing you in …",
  elsewhere: "This link was asked for at another browser",
  elsewhere_text:
    "For your safety it opens only where it was asked for. You can have a fresh one sent to the same address; then open that here. If somebody forwarded this letter to you, it does not let you in.",
  over: "This link is over",
  over_text: "A link works once, for 30 minutes. You can have a fresh one sent to the same address.",
  unknown: "This link is not good",
  unknown_text: "Perhaps part of it is missing. Type your e-mail address to get another one.",
  fresh: "Send a fresh link",
  fresh_sent: "A fresh link is on its way to the address that the firm has. Open it in this browser.",
  no_matters: "There is nothing here yet",
  no_matters_text: "Your law firm does not show you a matter at the moment. Call them if you expected one.",
  opened: (day: string) => `Open since ${day}`,
  open: "Open",
  closed: "Closed",
  closed_since: (day: string) => `Closed on ${day}`,
  closed_text: (day: string | null) =>
    day === null ? "This matter is closed. You can still read it." : `This matter is closed. You can still read it until ${day}.`,
  now_at: "Where it stands",
  since: (day: string) => `Since ${day}`,
  happened: "What has happened",
  next: "What comes next",
  about: "About",
  details: "Details",
  number: "Number",
  role: "Your part",
  client: "Client",
  team: "Your team",
  call: (name: string) => `Call ${name}`,
  mail: (name: string) => `Write to ${name}`,
  told: "How we tell you",
  told_email: "By e-mail",
  told_text: (number: string) => `By text message to ${number}. Reply STOP to end them at any time`,
  quiet: "Not at these times",
  quiet_text: "By the clock of your law firm.",
  quiet_on: "Leave me in peace at night",
  from: "From",
  until: "Until",
  language: "Language",
  save: "Save",
  saved: "Saved.",
  devices: "Where you are signed in",
  devices_text: "Each ends by itself 30 days after you last used it.",
  this_one: "This one",
  last_used: (when: string) => `Last used ${when}`,
  unnamed: "A browser",
  end: "End",
  end_named: (name: string) => `End ${name}`,
  end_others: "End all others",
  notices: "What we told you, and why",
  no_notices: "We have sent you nothing yet.",
  why_phase: (phase: string) => `Your matter reached “${phase}”.`,
  why_message: "There was a message for you.",
  why_document: "A document was shared with you.",
  why_form: "There was a form for you.",
  why: (address: string) => `We wrote to ${address}, since you take part in this matter and e-mails were switched on.`,
  signed_in_as: (name: string, email: string) => `${name}, ${email}`,
  not_found: "There is no such page",
  not_found_text: "It may belong to somebody else, or have ended.",
  problems: {
    offline: "We cannot reach the server. Check your connection.",
    "too-many-tries": "There were too many tries. Wait a quarter of an hour, then try again.",
    "matter-closed": "This matter is closed; nothing can be added to it.",
    "not-found": "It is not here, or not yours.",
    "invalid-request": "Something in it does not fit. Look through what you typed.",
    "file-too-large": "The file is too large.",
    "file-refused": "Files of this kind are not taken. Send a PDF, a picture, an office document or plain text.",
    "storage-unavailable": "Documents cannot be sent or opened right now. Try again in a few minutes, or call your law firm.",
    failed: "Something failed here. Try again.",
  } as Record<string, string>,
};

const es: typeof en = {
  app: "Mis casos",
  skip: "Ir al contenido",
  loading: "Cargando …",
  back: "Todos los casos",
  sign_out: "Salir",
  menu: "Menú",
  settings: "Ajustes",
  matters: "Mis casos",
  again: "Intentar de nuevo",
  offline: "No hay conexión.",
  as_of: (when) => `Actualizado: ${when}`,
  as_of_offline: (when) => `No hay conexión. Ve lo que había aquí: ${when}`,
  sign_in: "Entrar",
  sign_in_text: "Escriba el correo electrónico que su bufete tiene de usted. Le enviaremos un enlace; no necesita contraseña.",
  email: "Su correo electrónico",
  send_link: "Enviarme un enlace",
  sent: "Revise su correo",
  sent_text: (email) =>
    `Si el bufete tiene ${email} como suyo y de nadie más, va en camino una carta con un enlace. Ábralo en este navegador antes de 30 minutos. Puede estar en el correo no deseado.`,
  sent_none: "¿No llegó nada? Pregunte a su bufete si tiene esta dirección suya.",
  other_address: "Usar otra dirección",
  signing_in: "Entrando …",
  elsewhere: "Este enlace se pidió en otro navegador",
  elsewhere_text:
    "Por su seguridad solo se abre donde se pidió. Puede hacer que se envíe uno nuevo a la misma dirección y abrirlo aquí. Si alguien le reenvió esta carta, no le deja entrar.",
  over: "Este enlace ya no sirve",
  over_text: "Un enlace sirve una sola vez, durante 30 minutos. Puede hacer que se envíe uno nuevo a la misma dirección.",
  unknown: "Este enlace no es válido",
  unknown_text: "Quizá falte una parte. Escriba su correo electrónico para recibir otro.",
  fresh: "Enviar un enlace nuevo",
  fresh_sent: "Va en camino un enlace nuevo a la dirección que tiene el bufete. Ábralo en este navegador.",
  no_matters: "Aquí no hay nada todavía",
  no_matters_text: "Su bufete no le muestra ningún caso por ahora. Llámelo si esperaba uno.",
  opened: (day) => `Abierto desde el ${day}`,
  open: "Abierto",
  closed: "Cerrado",
  closed_since: (day) => `Cerrado el ${day}`,
  closed_text: (day) =>
    day === null ? "Este caso está cerrado. Todavía puede leerlo." : `Este caso está cerrado. Puede leerlo hasta el ${day}.`,
  now_at: "En qué punto está",
  since: (day) => `Desde el ${day}`,
  happened: "Qué ha pasado",
  next: "Qué sigue",
  about: "De qué se trata",
  details: "Datos",
  number: "Número",
  role: "Su papel",
  client: "Cliente",
  team: "Su equipo",
  call: (name) => `Llamar a ${name}`,
  mail: (name) => `Escribir a ${name}`,
  told: "Cómo le avisamos",
  told_email: "Por correo electrónico",
  told_text: (number: string) => `Por mensaje de texto al ${number}. Responda STOP para dejar de recibirlos`,
  quiet: "No a estas horas",
  quiet_text: "Según la hora de su bufete.",
  quiet_on: "No molestar por la noche",
  from: "Desde las",
  until: "Hasta las",
  language: "Idioma",
  save: "Guardar",
  saved: "Guardado.",
  devices: "Dónde ha entrado",
  devices_text: "Cada una termina sola 30 días después de usarla por última vez.",
  this_one: "Este",
  last_used: (when) => `Último uso: ${when}`,
  unnamed: "Un navegador",
  end: "Terminar",
  end_named: (name) => `Terminar ${name}`,
  end_others: "Terminar todas las demás",
  notices: "Qué le avisamos, y por qué",
  no_notices: "Todavía no le hemos enviado nada.",
  why_phase: (phase) => `Su caso llegó a «${phase}».`,
  why_message: "Había un mensaje para usted.",
  why_document: "Se compartió un documento con usted.",
  why_form: "Había un formulario para usted.",
  why: (address) => `Escribimos a ${address} porque usted participa en este caso y los correos estaban activados.`,
  signed_in_as: (name, email) => `${name}, ${email}`,
  not_found: "Esta página no existe",
  not_found_text: "Puede ser de otra persona, o haber terminado.",
  problems: {
    offline: "No podemos llegar al servidor. Revise su conexión.",
    "too-many-tries": "Hubo demasiados intentos. Espere un cuarto de hora e intente de nuevo.",
    "matter-closed": "Este caso está cerrado; no se le puede añadir nada.",
    "not-found": "No está aquí, o no es suyo.",
    "invalid-request": "Algo no encaja. Revise lo que escribió.",
    "file-too-large": "El archivo es demasiado grande.",
    "file-refused": "No se aceptan archivos de este tipo. Envíe un PDF, una imagen, un documento de oficina o texto.",
    "storage-unavailable": "Ahora mismo no se pueden enviar ni abrir documentos. Intente de nuevo en unos minutos o llame a su bufete.",
    failed: "Algo falló aquí. Intente de nuevo.",
  },
};

const WORDS: Record<Language, typeof en> = { en, es };
export type Words = typeof en;

/** What was chosen here last, else what the browser speaks. The server, which draws the first page, does as well. */
export function firstLanguage(): Language {
  const kept = /(?:^|; )portal_language=(en|es)(?:;|$)/.exec(document.cookie)?.[1];
  if (kept !== undefined) return kept as Language;
  return navigator.language.toLowerCase().startsWith("es") ? "es" : "en";
}

export function keepLanguage(language: Language): void {
  document.cookie = `portal_language=${language}; path=/portal; max-age=31536000; samesite=lax`;
}

export const LanguageContext = createContext<{ language: Language; zone: string }>({ language: "en", zone: "UTC" });

export const useLanguage = (): Language => useContext(LanguageContext).language;
export const useWords = (): Words => WORDS[useLanguage()];

/** Days and times as the firm's clock shows them. */
export function useTimes(): { day(day: string): string; time(at: string): string } {
  const { language, zone } = useContext(LanguageContext);
  const locale = language === "es" ? "es-US" : "en-US";
  return {
    // A day has no clock.
    day: (day) => new Intl.DateTimeFormat(locale, { dateStyle: "long", timeZone: day.length === 10 ? "UTC" : zone }).format(new Date(day)),
    time: (at) => new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short", timeZone: zone }).format(new Date(at)),
  };
}

export const problemWords = (words: Words, type: string): string => words.problems[type] ?? words.problems["failed"]!;
