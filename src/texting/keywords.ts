/**
 * The words by which somebody stops texts, starts them again or asks for help: those that Twilio itself answers
 * (help.twilio.com, "Twilio support for opt-out keywords"), and Spanish ones that it does not know by itself. A word counts alone only. Pure.
 */
export type Word = "stop" | "start" | "help";

/** The provider answers these, and keeps who has stopped. */
const ITS_OWN: Record<Word, readonly string[]> = {
  stop: ["STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT"],
  start: ["START", "YES", "UNSTOP"],
  help: ["HELP", "INFO"],
};
const OURS: Record<Word, readonly string[]> = {
  stop: ["ALTO", "PARAR", "PARE", "DETENER", "CANCELAR", "BAJA"],
  start: ["INICIAR", "COMENZAR", "REANUDAR", "ALTA", "SI"],
  help: ["AYUDA"],
};
const ALL: readonly Word[] = ["stop", "start", "help"];

export interface Heard {
  word: Word;
  /** Nobody else answers it. */
  ours: boolean;
}

/** `told`: what the provider says of it by itself (`OptOutType`). Whoever has not stopped says yes to something else. */
export function hear(body: string, told: string | null, stopped: boolean): Heard | null {
  const said = plain(body);
  const by_provider = ALL.find((word) => word === told?.toLowerCase());
  const its_own = by_provider ?? ALL.find((word) => ITS_OWN[word].includes(said));
  const word = its_own ?? ALL.find((each) => OURS[each].includes(said));
  if (word === undefined || (word === "start" && !stopped && by_provider === undefined)) return null;
  return { word, ours: its_own === undefined };
}

const plain = (body: string): string =>
  body
    .normalize("NFD")
    .replaceAll(/\p{M}/gu, "")
    .replaceAll(/[^\p{L}]/gu, "")
    .toUpperCase();
