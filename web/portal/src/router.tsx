/** Addresses of the app, without a library: a handful of pages. */
import { useEffect, useState, type ReactNode } from "react";

const BASE = "/portal";

/** The address without the app's own part: "/", "/matters/5021". */
export const pathNow = (): string => window.location.pathname.slice(BASE.length).replace(/\/+$/, "") || "/";

export function go(path: string, { replace = false } = {}): void {
  const address = path === "/" ? BASE : BASE + path;
  if (replace) window.history.replaceState(null, "", address);
  else window.history.pushState(null, "", address);
  window.dispatchEvent(new Event("moved"));
  if (!replace) window.scrollTo(0, 0);
}

/** `first`: as the server knows it, which has no window. */
export function usePath(first: string | null): string {
  const [path, setPath] = useState(() => first ?? pathNow());
  useEffect(() => {
    const moved = () => setPath(pathNow());
    window.addEventListener("popstate", moved);
    window.addEventListener("moved", moved);
    return () => {
      window.removeEventListener("popstate", moved);
      window.removeEventListener("moved", moved);
    };
  }, []);
  return path;
}

export function Link({ to, className, current, children }: { to: string; className?: string; current?: boolean; children: ReactNode }) {
  return (
    <a
      href={to === "/" ? BASE : BASE + to}
      {...(className === undefined ? {} : { className })}
      {...(current ? { "aria-current": "page" as const } : {})}
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
        event.preventDefault();
        go(to);
      }}
    >
      {children}
    </a>
  );
}
