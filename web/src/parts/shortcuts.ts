/** Single keys that do something, for whoever would rather not reach for the mouse. They can be turned off (WCAG 2.1.4). */
import { useLocalStorage } from "@mantine/hooks";
import { useEffect, useEffectEvent } from "react";
import { placesFor } from "./navigation.ts";
import { usePlace } from "./router.tsx";
import { undoLast } from "./undo.tsx";

/** How long `g` waits for the letter behind it. */
const PATIENCE_MS = 1500;

export const useShortcutsOn = () => useLocalStorage({ key: "privity.shortcuts", defaultValue: true, getInitialValueInEffect: false });

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || target.matches("input:not([type=checkbox], [type=radio]), textarea, select"));
const isAsked = (): boolean => document.querySelector('[role="dialog"]') !== null;

export function useShortcuts(role: string | undefined, actions: { palette: () => void; help: () => void }): void {
  const { go } = usePlace();
  const [on] = useShortcutsOn();
  const press = useEffectEvent((event: KeyboardEvent, after_g: boolean): "g" | null => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k" && !isAsked()) {
      event.preventDefault();
      actions.palette();
      return null;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || isAsked()) return null;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (isInRow(document.activeElement) && moveRow(event.key === "ArrowDown" ? 1 : -1)) event.preventDefault();
      return null;
    }
    if (!on) return null;
    const place = after_g ? placesFor(role).find(({ letter }) => letter === event.key) : undefined;
    const does = place ? () => go(place.href) : KEYS(actions)[event.key];
    if (does) {
      event.preventDefault();
      does();
    }
    return event.key === "g" && !after_g ? "g" : null;
  });
  useEffect(() => {
    let g_at = -Infinity;
    const listen = (event: KeyboardEvent) => {
      const waited = press(event, event.timeStamp - g_at < PATIENCE_MS);
      g_at = waited ? event.timeStamp : -Infinity;
    };
    document.addEventListener("keydown", listen);
    return () => document.removeEventListener("keydown", listen);
  }, []);
}

const KEYS = (actions: { palette: () => void; help: () => void }): Record<string, () => void> => ({
  "/": actions.palette,
  "?": actions.help,
  j: () => void moveRow(1),
  k: () => void moveRow(-1),
  z: undoLast,
});

/** The links that the rows of the page's tables begin with. */
const rowLinks = (): HTMLElement[] =>
  [...document.querySelectorAll("main tbody tr, main [data-row]")].flatMap((row) => row.querySelector<HTMLElement>("a[href]") ?? []);

const isInRow = (element: Element | null): boolean => element?.matches("main tbody a[href], main [data-row] a[href]") ?? false;

/** The focus goes to the next row, or to the first one when it is in none. */
function moveRow(by: 1 | -1): boolean {
  const links = rowLinks();
  const row = document.activeElement?.closest("tbody tr, [data-row]");
  const at = row ? links.findIndex((link) => row.contains(link)) : -1;
  const next = links[at === -1 ? 0 : Math.min(links.length - 1, Math.max(0, at + by))];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
  return next !== undefined;
}
