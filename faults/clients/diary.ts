/** What happened in a story, by whom it was brought about and not by what Privity says of it: what must be there in the end, once. */
import type { Client } from "./office.ts";

/** Of automations by the mark in their subject, of notices by what the subject says. */
const LETTERS = {
  K1: /^K1: /,
  K2: /^K2: /,
  K3: /^K3: /,
  phase: /^There is news/,
  message: /^You have a message/,
  form: /^Please fill in/,
};
export type LetterKind = keyof typeof LETTERS;

export const kindOf = (subject: string): LetterKind | null =>
  (Object.keys(LETTERS) as LetterKind[]).find((kind) => LETTERS[kind].test(subject)) ?? null;

export class Diary {
  /** By kind and address: how many are to leave. */
  readonly letters = new Map<string, { kind: LetterKind; client: Client; count: number }>();
  /** Marks of messages, by whatever way they came. */
  readonly messages: string[] = [];
  readonly documents: string[] = [];
  readonly forms: { client: Client; answers: Record<"court" | "theory", string> }[] = [];
  /** Whose form is to be there, once. */
  readonly asked: Client[] = [];
  /** Letters that a process had in hand when it died. */
  readonly doubted = new Set<string>();
  /** Who wants nothing any more, and since when. */
  readonly silent = new Map<string, number>();
  /** A person gets so many automated letters at most within a week; null: as by default. */
  most: number | null = null;

  expect(kind: LetterKind, client: Client): void {
    const key = `${kind} ${client.email}`;
    const known = this.letters.get(key) ?? { kind, client, count: 0 };
    this.letters.set(key, { ...known, count: known.count + 1 });
  }
}
