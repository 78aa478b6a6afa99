/** The words of the page on which automated e-mails are stopped. */
import { useLanguage, type Language } from "./words.ts";

const en = {
  title: "E-mails that are sent automatically",
  looking: "Looking …",
  question: (firm: string, address: string) =>
    `${firm} sends e-mails such as greetings and reminders to ${address} automatically. Do you want them to stop?`,
  stop: "Stop these e-mails",
  stopped: (firm: string, address: string) => `${address} gets no more automatic e-mails from ${firm}.`,
  still: "Messages about your case still come. You choose how in the settings of the portal.",
  again: "Get them again",
  back: (address: string) => `${address} gets them again.`,
  by_firm: "Your law firm noted this down. If you want these e-mails again, ask the firm.",
  bad: "This link is not good",
  bad_text: "Perhaps part of it is missing: open it from the e-mail again. Your law firm can stop these e-mails for you too.",
};

const es: typeof en = {
  title: "Correos que se envían automáticamente",
  looking: "Un momento …",
  question: (firm, address) =>
    `${firm} envía automáticamente correos como felicitaciones y recordatorios a ${address}. ¿Quiere dejar de recibirlos?`,
  stop: "No recibir más estos correos",
  stopped: (firm, address) => `${address} ya no recibe correos automáticos de ${firm}.`,
  still: "Los mensajes sobre su caso siguen llegando. En los ajustes del portal elige cómo.",
  again: "Volver a recibirlos",
  back: (address) => `${address} los recibe de nuevo.`,
  by_firm: "Su bufete lo anotó. Si quiere recibir de nuevo estos correos, pídalo al bufete.",
  bad: "Este enlace no sirve",
  bad_text: "Quizás falta una parte: ábralo de nuevo desde el correo. Su bufete también puede dejar de enviarle estos correos.",
};

const WORDS: Record<Language, typeof en> = { en, es };
export const useUnsubscribeWords = (): typeof en => WORDS[useLanguage()];
