/** The frame: whose session it is, in which language, and which page. */
import { useCallback, useEffect, useState } from "react";
import { ask, Refused, type PortalMe } from "./api.ts";
import { Given, GivenContext, type First } from "./first.ts";
import { Matter } from "./matter.tsx";
import { Matters } from "./matters.tsx";
import { tellWorker } from "./offline.ts";
import { Problem, Title } from "./parts.tsx";
import { Preferences } from "./preferences.tsx";
import { go, Link, pathNow, usePath } from "./router.tsx";
import { SignIn, UseLink } from "./sign_in.tsx";
import { Unsubscribe } from "./unsubscribe.tsx";
import { firstLanguage, keepLanguage, LanguageContext, useWords, type Language } from "./words.ts";

type Session = "asking" | "nobody" | Refused | PortalMe;

/** What a letter's link carries. The page forgets it, so that it is in no history. */
function takeToken(): string | null {
  const token = window.location.hash.slice(1);
  if (pathNow() !== "/sign-in" || token === "") return null;
  window.history.replaceState(null, "", window.location.pathname);
  return token;
}

async function whoIsHere(): Promise<Session> {
  try {
    return (await ask<PortalMe>("GET", "/me")).data;
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return error.status === 401 ? "nobody" : error;
  }
}

export function App({ first }: { first: First | null }) {
  const path = usePath(first?.path ?? null);
  const [given] = useState(() => first && new Given(first.answers));
  // The server draws nothing where there may be one.
  const [token, setToken] = useState(() => (first !== null && first.path !== "/sign-in" ? null : takeToken()));
  const [session, setSession] = useState<Session>(first === null ? "asking" : (first.me ?? "nobody"));
  const [language, setLanguage] = useState<Language>(() => first?.language ?? firstLanguage());
  const me = typeof session === "object" && !(session instanceof Refused) ? session : null;

  const choose = useCallback((next: Language) => {
    setLanguage(next);
    keepLanguage(next);
  }, []);
  const enter = useCallback(
    (next: PortalMe) => {
      setSession(next);
      choose(next.preferences.language);
    },
    [choose],
  );
  const enterAs = useCallback(
    (found: Session) => (typeof found === "object" && !(found instanceof Refused) ? enter(found) : setSession(found)),
    [enter],
  );
  const look = useCallback(async () => enterAs(await whoIsHere()), [enterAs]);

  useEffect(() => {
    if (first === null) void whoIsHere().then(enterAs);
    else if (first.me !== null) keepLanguage(first.language);
    const out = () => setSession("nobody");
    window.addEventListener("signed-out", out);
    return () => window.removeEventListener("signed-out", out);
  }, [enterAs, first]);
  useEffect(() => {
    // Another letter's link, opened in the same tab.
    const changed = () => setToken((now) => takeToken() ?? now);
    window.addEventListener("hashchange", changed);
    return () => window.removeEventListener("hashchange", changed);
  }, []);
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);

  async function signOut() {
    await ask("POST", "/sign-out").catch((error: unknown) => {
      if (!(error instanceof Refused)) throw error;
    });
    // What was typed into forms and is not at the server stays on no device that somebody left.
    for (const key of Object.keys(localStorage)) if (key.startsWith("form ")) localStorage.removeItem(key);
    for (const key of Object.keys(sessionStorage)) if (key.startsWith("draft ")) sessionStorage.removeItem(key);
    tellWorker("forget");
    setSession("nobody");
    go("/");
  }

  return (
    <GivenContext value={given}>
      <LanguageContext value={{ language, zone: me?.firm.time_zone ?? "UTC" }}>
        <Frame me={me} language={language} onLanguage={choose} onSignOut={() => void signOut()}>
          {token === null ? (
            <Page path={path} session={session} onSaved={enter} again={look} />
          ) : (
            <UseLink key={token} token={token} onSignedIn={() => void look().then(() => setToken(null))} onLeave={() => setToken(null)} />
          )}
        </Frame>
      </LanguageContext>
    </GivenContext>
  );
}

interface FrameProps {
  me: PortalMe | null;
  language: Language;
  onLanguage: (language: Language) => void;
  onSignOut: () => void;
  children: React.ReactNode;
}

function Frame({ me, language, onLanguage, onSignOut, children }: FrameProps) {
  const words = useWords();
  const other: Language = language === "en" ? "es" : "en";
  return (
    <>
      <a className="skip" href="#content">
        {words.skip}
      </a>
      <header>
        <span className="firm">{me?.firm.name ?? words.app}</span>
        <nav aria-label={words.menu}>
          {me ? (
            <>
              <Link to="/preferences">{words.settings}</Link>
              <button type="button" className="plain" onClick={onSignOut}>
                {words.sign_out}
              </button>
            </>
          ) : (
            <button type="button" className="plain" lang={other} onClick={() => onLanguage(other)}>
              {other === "es" ? "Español" : "English"}
            </button>
          )}
        </nav>
      </header>
      <main id="content" tabIndex={-1}>
        {children}
      </main>
    </>
  );
}

interface PageProps {
  path: string;
  session: Session;
  onSaved: (me: PortalMe) => void;
  again: () => unknown;
}

function Page({ path, session, onSaved, again }: PageProps) {
  const words = useWords();
  const stop = /^\/unsubscribe\/([\w-]+)$/.exec(path);
  if (stop) return <Unsubscribe key={stop[1]} token={stop[1]!} />;
  if (session === "asking") return <Title>{words.loading}</Title>;
  if (session instanceof Refused)
    return (
      <>
        <Title>{words.app}</Title>
        <Problem refused={session} again={again} />
      </>
    );
  if (session === "nobody") return <SignIn wanted={path} />;
  const matter = /^\/matters\/([^/]+)(?:\/([^/]+))?$/.exec(path);
  if (matter) return <Matter key={matter[1]} matter_id={decodeURIComponent(matter[1]!)} part={matter[2] ?? ""} />;
  if (path === "/preferences") return <Preferences me={session} onSaved={onSaved} />;
  if (path === "/" || path === "/sign-in") return <Matters />;
  return (
    <>
      <Title>{words.not_found}</Title>
      <p>{words.not_found_text}</p>
      <Link to="/">{words.back}</Link>
    </>
  );
}
