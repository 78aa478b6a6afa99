/** What the pages share: a heading that is read out, what is shown while it loads, and what went wrong. */
import { useEffect, useRef, type ReactNode } from "react";
import type { Loaded, Refused } from "./api.ts";
import { Link } from "./router.tsx";
import { problemWords, useTimes, useWords } from "./words.ts";

let at_first = true;

/** Takes the focus when the page has changed, so that it is read out. */
export function Title({ children }: { children: string }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = children;
    // Whoever has begun to use what the server drew stays where they are.
    if (!at_first || document.activeElement === document.body) heading.current?.focus({ preventScroll: true });
    at_first = false;
  }, [children]);
  return (
    <h1 ref={heading} tabIndex={-1}>
      {children}
    </h1>
  );
}

export function Back() {
  const words = useWords();
  return (
    <p>
      <Link to="/" className="back">
        {words.back}
      </Link>
    </p>
  );
}

export function Problem({ refused, again }: { refused: Refused; again?: () => unknown }) {
  const words = useWords();
  return (
    <div className="notice bad" role="alert">
      <p>{problemWords(words, refused.type)}</p>
      {again && (
        <button type="button" className="plain" onClick={() => void again()}>
          {words.again}
        </button>
      )}
    </div>
  );
}

/** What was loaded; else its place, held by its title. */
export function Show<T>({
  of,
  title,
  again,
  children,
}: {
  of: Loaded<T>;
  title: string;
  again: () => unknown;
  children: (data: T) => ReactNode;
}) {
  const words = useWords();
  if (of.state === "there") return children(of.data);
  return (
    <>
      <Title>{title}</Title>
      {of.state === "loading" ? <p className="quiet">{words.loading}</p> : <Problem refused={of.refused} again={again} />}
    </>
  );
}

/** As of when it is known; `seen_at`: shown from the device's memory. */
export function AsOf({ at, seen_at }: { at: string | null; seen_at: string | null }) {
  const words = useWords();
  const times = useTimes();
  if (seen_at !== null)
    return (
      <p className="notice" role="status">
        {words.as_of_offline(times.time(seen_at))}
      </p>
    );
  if (at === null) return null;
  return (
    <p className="quiet">
      {/* Browsers do not agree on the blanks in a time. */}
      <time dateTime={at} title={at} suppressHydrationWarning>
        {words.as_of(times.time(at))}
      </time>
    </p>
  );
}
