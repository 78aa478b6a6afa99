/**
 * Addresses of the page: the path says which page, the query what it shows, so that every view can be linked to.
 * What stands where is said in routes.tsx; pages know the router by these few names only.
 */
import { useMatch, useRouter, useSearch } from "@tanstack/react-router";
import { useCallback, useMemo, type AnchorHTMLAttributes, type FocusEvent, type MouseEvent, type TouchEvent } from "react";

export { useUnsaved } from "./unsaved.tsx";

interface Place {
  path: string[];
  query: URLSearchParams;
  go(address: string, options?: { replace?: boolean }): void;
}

/** The query as people write it: every value is text, where the router by itself would make numbers of digits. */
export const queryText = {
  parseSearch: (text: string): Record<string, string | string[]> => {
    const query = new URLSearchParams(text);
    return Object.fromEntries(
      [...new Set(query.keys())].map((name) => [name, query.getAll(name).length > 1 ? query.getAll(name) : query.get(name)!]),
    );
  },
  stringifySearch: (values: Record<string, unknown>): string => {
    const text = asQuery(values).toString();
    return text && `?${text}`;
  },
};

function asQuery(values: Record<string, unknown>): URLSearchParams {
  return new URLSearchParams(
    Object.entries(values).flatMap(([name, value]) => [value].flat().map((each): [string, string] => [name, String(each)])),
  );
}

/** Where the page that asks stands; while another page is on its way in, still its own place. */
export function usePlace(): Place {
  const pathname = useMatch({ strict: false, select: (match) => match.pathname });
  const search = useSearch({ strict: false });
  const go = useGo();
  return useMemo(
    () => ({ path: pathname.split("/").filter(Boolean).map(decodeURIComponent), query: asQuery(search), go }),
    [pathname, search, go],
  );
}

function useGo(): Place["go"] {
  const router = useRouter();
  return useCallback(
    (address, options = {}) => {
      const to = new URL(address, window.location.origin + router.history.location.href);
      void router.navigate({
        href: to.pathname + to.search + to.hash,
        replace: options.replace ?? false,
        resetScroll: to.pathname !== router.history.location.pathname,
      });
    },
    [router],
  );
}

/** One value of the query, and how to change it; changing a filter replaces the address rather than fill the history. */
export function useQueryValue(name: string): [string, (value: string | null) => void] {
  const router = useRouter();
  const { query, go } = usePlace();
  const set = (value: string | null) => {
    const { pathname, search } = router.history.location;
    const next = new URLSearchParams(search);
    if (value) next.set(name, value);
    else next.delete(name);
    const text = next.toString();
    go(pathname + (text && `?${text}`), { replace: true });
  };
  return [query.get(name) ?? "", set];
}

/** A link within the app. Its page is fetched as soon as somebody seems about to follow it. */
export function Link({
  href,
  onClick,
  onMouseEnter,
  onFocus,
  onTouchStart,
  ...rest
}: AnchorHTMLAttributes<HTMLAnchorElement> & { href: string }) {
  const router = useRouter();
  const go = useGo();
  // Whatever is wrong with the page is said when it is gone to.
  const prepare = () => void router.preloadRoute({ to: new URL(href, window.location.href).pathname }).catch(() => {});
  const click = (event: MouseEvent<HTMLAnchorElement>) => {
    onClick?.(event);
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    go(href);
  };
  return (
    <a
      href={href}
      onClick={click}
      onMouseEnter={(event: MouseEvent<HTMLAnchorElement>) => (prepare(), onMouseEnter?.(event))}
      onFocus={(event: FocusEvent<HTMLAnchorElement>) => (prepare(), onFocus?.(event))}
      onTouchStart={(event: TouchEvent<HTMLAnchorElement>) => (prepare(), onTouchStart?.(event))}
      {...rest}
    />
  );
}
