/** Who is there: lets members to the pages, and everybody else to the sign-in. */
import { lazy, Suspense, useEffect, useSyncExternalStore, type ReactNode } from "react";
import { ApiProblem, useMe } from "../api.ts";
import { session } from "../session.ts";
import { Loading, waiting } from "./states.tsx";
import { ZoneContext } from "./zone.ts";

const SignInPage = lazy(async () => ({ default: (await import("../pages/access.tsx")).SignInPage }));
const SessionEnded = lazy(async () => ({ default: (await import("./session_ended.tsx")).SessionEnded }));

export function Gate({ children }: { children: ReactNode }) {
  const me = useMe();
  const state = useSyncExternalStore(session.watch, session.state);
  useEffect(() => {
    if (me.data) session.enter(me.data.member_id);
  }, [me.data]);
  if (me.error instanceof ApiProblem && me.error.body.status === 401)
    return (
      <Suspense fallback={<Loading what="the sign-in" />}>
        <SignInPage />
      </Suspense>
    );
  if (!me.data)
    return (
      <main id="main" tabIndex={-1}>
        {waiting(me, "your account")}
      </main>
    );
  return (
    <ZoneContext value={me.data.firm.time_zone}>
      {children}
      {state !== "open" && (
        <Suspense>
          <SessionEnded me={me.data} other={state === "other"} />
        </Suspense>
      )}
    </ZoneContext>
  );
}
