/** What the server gave along with the page: whose session it is and the first answers, so that nothing is asked for before something is read. */
import { createContext } from "react";
import type { PortalFirst } from "../../../src/api/contract/portal.ts";

export type First = PortalFirst;

/** Null: the page came alone, as it does without a network. */
export const FirstContext = createContext<First | null>(null);

export function readFirst(): First | null {
  const element = document.querySelector("#first");
  return element === null ? null : (JSON.parse(element.textContent ?? "null") as First | null);
}
