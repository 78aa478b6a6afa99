/** What the server gave along with the page: whose session it is and the first answers, so that nothing is asked for before something is read. */
import { createContext } from "react";
import type { PortalFirst } from "../../../src/api/contract/portal.ts";

export type First = PortalFirst;

/** Answers that are good once: whoever comes back to an address later reads it anew. */
export class Given {
  readonly #answers: Map<string, unknown>;
  constructor(answers: First["answers"]) {
    this.#answers = new Map(Object.entries(answers));
  }
  has = (path: string): boolean => this.#answers.has(path);
  get = (path: string): unknown => this.#answers.get(path);
  drop = (path: string): boolean => this.#answers.delete(path);
}

/** Null: the page came alone, as it does without a network. */
export const GivenContext = createContext<Given | null>(null);

export function readFirst(): First | null {
  const element = document.querySelector("#first");
  return element === null ? null : (JSON.parse(element.textContent ?? "null") as First | null);
}
