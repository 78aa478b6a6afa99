import { useEffect, useRef, useState, useSyncExternalStore } from "react";
import { ask, Refused } from "./api.ts";
import { Problem, Title } from "./parts.tsx";
import { go } from "./router.tsx";
import { useLanguage, useWords } from "./words.ts";

/** Where somebody wanted to go before they had to sign in; the letter may be opened in another tab of the same browser. */
const NEXT = "portal_next";
const keepNext = (path: string): void => localStorage.setItem(NEXT, path);
function takeNext(): string {
  const next = localStorage.getItem(NEXT) ?? "/";
  localStorage.removeItem(NEXT);
  return /^\/(?!\/)/.test(next) && !next.startsWith("/sign-in") ? next : "/";
}

const nothing = () => () => {};
const [yes, no] = [() => true, () => false];

/** `wanted`: the page that they came for. */
export function SignIn({ wanted }: { wanted: string }) {
  const words = useWords();
  const language = useLanguage();
  const field = useRef<HTMLInputElement>(null);
  // Before this app has come, a browser would send the form itself, with the address in the page's address.
  const ready = useSyncExternalStore(nothing, yes, no);
  const [email, setEmail] = useState("");
  const [sent, setSent] = useState(false);
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<Refused | null>(null);

  useEffect(() => {
    if (wanted !== "/sign-in" && wanted !== "/") keepNext(wanted);
  }, [wanted]);
  async function send() {
    // The field keeps by itself what was typed while only the server's drawing was there.
    const typed = field.current!.value.trim();
    setEmail(typed);
    setBusy(true);
    setRefused(null);
    try {
      await ask("POST", "/sign-in", { email: typed, language });
      setSent(true);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      setRefused(error);
    } finally {
      setBusy(false);
    }
  }

  if (sent)
    return (
      <>
        <Title>{words.sent}</Title>
        <p role="status">{words.sent_text(email)}</p>
        <p className="quiet">{words.sent_none}</p>
        <button type="button" className="plain" onClick={() => setSent(false)}>
          {words.other_address}
        </button>
      </>
    );
  return (
    <>
      <Title>{words.sign_in}</Title>
      <p>{words.sign_in_text}</p>
      <form
        className="card"
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        <label htmlFor="email">{words.email}</label>
        <input
          ref={field}
          id="email"
          type="email"
          name="email"
          required
          maxLength={320}
          autoComplete="email"
          inputMode="email"
          autoCapitalize="none"
          defaultValue={email}
        />
        {refused && <Problem refused={refused} />}
        <button type="submit" disabled={busy || !ready}>
          {words.send_link}
        </button>
      </form>
    </>
  );
}

type Standing = "at_work" | "elsewhere" | "over" | "unknown" | "fresh" | Refused;

/** The page that a letter's link opens. The token stands behind `#`, which browsers keep to themselves. */
export function UseLink({ token, onSignedIn, onLeave }: { token: string; onSignedIn: () => void; onLeave: () => void }) {
  const words = useWords();
  const language = useLanguage();
  const [standing, setStanding] = useState<Standing>("at_work");
  const begun = useRef(false);

  useEffect(() => {
    // It is good once, and effects may run twice.
    if (begun.current) return;
    begun.current = true;
    void (async () => {
      try {
        await ask("POST", "/sign-in/link", { token });
        go(takeNext(), { replace: true });
        onSignedIn();
      } catch (error) {
        setStanding(standingAfter(error));
      }
    })();
  }, [token, onSignedIn]);

  async function fresh() {
    try {
      await ask("POST", "/sign-in/again", { token, language });
      setStanding("fresh");
    } catch (error) {
      setStanding(standingAfter(error));
    }
  }

  if (standing === "at_work") return <Title>{words.signing_in}</Title>;
  if (standing instanceof Refused)
    return (
      <>
        <Title>{words.sign_in}</Title>
        <Problem refused={standing} />
        <button type="button" className="plain" onClick={onLeave}>
          {words.other_address}
        </button>
      </>
    );
  if (standing === "fresh")
    return (
      <>
        <Title>{words.sent}</Title>
        <p role="status">{words.fresh_sent}</p>
      </>
    );
  if (standing === "unknown")
    return (
      <>
        <Title>{words.unknown}</Title>
        <p>{words.unknown_text}</p>
        <button type="button" onClick={onLeave}>
          {words.sign_in}
        </button>
      </>
    );
  return (
    <>
      <Title>{words[standing]}</Title>
      <p>{standing === "over" ? words.over_text : words.elsewhere_text}</p>
      <button type="button" onClick={() => void fresh()}>
        {words.fresh}
      </button>
    </>
  );
}

function standingAfter(error: unknown): Standing {
  if (!(error instanceof Refused)) throw error;
  if (error.type === "link-elsewhere") return "elsewhere";
  if (error.type === "invalid-token") return "over";
  return error.type === "not-found" || error.type === "invalid-request" ? "unknown" : error;
}
