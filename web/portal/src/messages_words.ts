/** The words of messages and documents. */
import { useLanguage, type Language } from "./words.ts";

const en = {
  messages: "Messages",
  documents: "Documents",
  none: "Nothing has been written yet.",
  none_text: "Write to your law firm here. It goes to whoever looks after your matter.",
  you: "You",
  write: "Your message",
  send: "Send",
  sending: "Sending …",
  attach: "Add photos or files",
  remove: (name: string) => `Remove ${name}`,
  read: (when: string) => `Read ${when}`,
  received: (when: string) => `Received ${when}`,
  sent: (when: string) => `Sent ${when}`,
  not_read: "Sent",
  closed: "This matter is closed: you can read, and no longer write here.",
  urgent: "If it is urgent, call the firm: messages are read in office hours.",
  no_documents: "Nothing has been shared yet.",
  from_you: "From you",
  from_firm: (name: string) => `From ${name}`,
  get: (name: string) => `Get ${name}`,
  choose: "Take a photo or choose a file",
  note: "What is it? (if you like)",
  send_document: "Send it to the firm",
  done_document: (name: string) => `${name} is with the firm.`,
  kinds: (mb: number) => `PDF, photos, office documents and text, up to ${mb} MB each.`,
  progress: (name: string, percent: number) => `${name}: ${percent} %`,
};
const es: typeof en = {
  messages: "Mensajes",
  documents: "Documentos",
  none: "Todavía no se ha escrito nada.",
  none_text: "Escriba aquí a su bufete. Le llega a quien lleva su caso.",
  you: "Usted",
  write: "Su mensaje",
  send: "Enviar",
  sending: "Enviando …",
  attach: "Añadir fotos o archivos",
  remove: (name) => `Quitar ${name}`,
  read: (when) => `Leído: ${when}`,
  received: (when) => `Recibido: ${when}`,
  sent: (when) => `Enviado: ${when}`,
  not_read: "Enviado",
  closed: "Este caso está cerrado: puede leer, pero ya no escribir aquí.",
  urgent: "Si es urgente, llame al bufete: los mensajes se leen en horas de oficina.",
  no_documents: "Todavía no se ha compartido nada.",
  from_you: "De usted",
  from_firm: (name) => `De ${name}`,
  get: (name) => `Descargar ${name}`,
  choose: "Tome una foto o elija un archivo",
  note: "¿Qué es? (si quiere)",
  send_document: "Enviarlo al bufete",
  done_document: (name) => `El bufete ya tiene ${name}.`,
  kinds: (mb) => `PDF, fotos, documentos de oficina y texto, de hasta ${mb} MB cada uno.`,
  progress: (name, percent) => `${name}: ${percent} %`,
};

const WORDS: Record<Language, typeof en> = { en, es };
export const useMessageWords = (): typeof en => WORDS[useLanguage()];
export const sizeWords = (bytes: number): string =>
  bytes < 1024 * 1024 ? `${Math.max(1, Math.round(bytes / 1024))} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
