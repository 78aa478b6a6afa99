/** Switches that carry their own question, so that `--help`, the README's test and the code speak of the same. */
export interface AskedSwitch<T> {
  initial: T;
  /** What is not known of the provider, with the section of the fact sheet. */
  question: string;
}

export const asked = <T>(initial: T, question: string): AskedSwitch<T> => ({ initial, question });

export type ValuesOf<S extends Record<string, AskedSwitch<unknown>>> = { -readonly [K in keyof S]: S[K]["initial"] };

export function initialValues<S extends Record<string, AskedSwitch<unknown>>>(switches: S): ValuesOf<S> {
  return Object.fromEntries(Object.entries(switches).map(([name, one]) => [name, structuredClone(one.initial)])) as ValuesOf<S>;
}
