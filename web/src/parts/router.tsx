/** Addresses of the page: the path says which page, the query what it shows, so that every view can be linked to. */
import {
  createContext,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useState,
  type AnchorHTMLAttributes,
  type MouseEvent,
  type ReactNode,
} from "react";

interface Place {
  path: string[];
  query: URLSearchParams;
  go(address: string, options?: { replace?: boolean }): void;
}

const PlaceContext = createContext<Place | null>(null);

const here = () => window.location.pathname + window.location.search;

export function Router({ children }: { children: ReactNode }) {
  const [address, setAddress] = useState(here);
  useEffect(() => {
    const moved = () => setAddress(here());
    window.addEventListener("popstate", moved);
    return () => window.removeEventListener("popstate", moved);
  }, []);
  const go = useCallback((to: string, options: { replace?: boolean } = {}) => {
    const other_page = new URL(to, window.location.href).pathname !== window.location.pathname;
    window.history[options.replace ? "replaceState" : "pushState"](null, "", to);
    setAddress(here());
    if (!other_page) return;
    window.scrollTo(0, 0);
    // Screen readers hear where they are, and the keyboard goes on from there.
    document.querySelector<HTMLElement>("main")?.focus({ preventScroll: true });
  }, []);
  const place = useMemo(() => {
    const url = new URL(address, window.location.origin);
    return { path: url.pathname.split("/").filter(Boolean).map(decodeURIComponent), query: url.searchParams, go };
  }, [address, go]);
  return <PlaceContext value={place}>{children}</PlaceContext>;
}

export function usePlace(): Place {
  const place = useContext(PlaceContext);
  if (!place) throw new Error("usePlace needs a Router above it");
  return place;
}

/** One value of the query, and how to change it; changing a filter replaces the address rather than fill the history. */
export function useQueryValue(name: string): [string, (value: string | null) => void] {
  const { query, go } = usePlace();
  const set = (value: string | null) => {
    const next = new URLSearchParams(window.location.search);
    if (value) next.set(name, value);
    else next.delete(name);
    const text = next.toString();
    go(window.location.pathname + (text && `?${text}`), { replace: true });
  };
  return [query.get(name) ?? "", set];
}

export function Link({ href, onClick, ...rest }: AnchorHTMLAttributes<HTMLAnchorElement> & { href: string }) {
  const { go } = usePlace();
  const click = (event: MouseEvent<HTMLAnchorElement>) => {
    onClick?.(event);
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    go(href);
  };
  return <a href={href} onClick={click} {...rest} />;
}
