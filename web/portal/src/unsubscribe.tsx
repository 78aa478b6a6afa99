/** Where the link in an automated e-mail leads: nothing changes until its reader says so, and they may take it back. Nobody signs in. */
import { useCallback, useEffect, useState } from "react";
import type { AutomatedMail } from "../../../src/api/contract/portal.ts";
import { ask, Refused } from "./api.ts";
import { Problem, Title } from "./parts.tsx";
import { useUnsubscribeWords } from "./unsubscribe_words.ts";

type State = "looking" | Refused | AutomatedMail;

async function asked(path: string, body: object): Promise<AutomatedMail | Refused> {
  try {
    return (await ask<AutomatedMail>("POST", path, body)).data;
  } catch (error) {
    if (error instanceof Refused) return error;
    throw error;
  }
}

export function Unsubscribe({ token }: { token: string }) {
  const words = useUnsubscribeWords();
  const [state, setState] = useState<State>("looking");
  /** They said something here, and it is told them. */
  const [said, setSaid] = useState(false);
  const [busy, setBusy] = useState(false);
  const look = useCallback(async () => setState(await asked("/unsubscribe/look", { token })), [token]);
  useEffect(() => {
    void asked("/unsubscribe/look", { token }).then(setState);
  }, [token]);
  const say = async (stop: boolean) => {
    setBusy(true);
    setState(await asked("/unsubscribe", { token, stop }));
    setSaid(true);
    setBusy(false);
  };

  if (state instanceof Refused && (state.type === "invalid-token" || state.type === "invalid-request"))
    return (
      <>
        <Title>{words.bad}</Title>
        <p>{words.bad_text}</p>
      </>
    );
  return (
    <>
      <Title>{words.title}</Title>
      {state === "looking" && <p className="quiet">{words.looking}</p>}
      {state instanceof Refused && <Problem refused={state} again={look} />}
      {state !== "looking" && !(state instanceof Refused) && (
        <section className="card">
          <p role="status">
            {state.stopped
              ? words.stopped(state.firm, state.address)
              : said
                ? words.back(state.address)
                : words.question(state.firm, state.address)}
          </p>
          {state.stopped && <p>{words.still}</p>}
          {state.stopped && !state.own ? (
            <p className="quiet">{words.by_firm}</p>
          ) : (
            <button type="button" className={state.stopped ? "plain" : ""} disabled={busy} onClick={() => void say(!state.stopped)}>
              {state.stopped ? words.again : words.stop}
            </button>
          )}
        </section>
      )}
    </>
  );
}
