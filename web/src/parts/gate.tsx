/** Who is there: lets members to the pages, and everybody else to the sign-in. */
import { lazy, Suspense, type ReactNode } from "react";
import { ApiProblem, useMe } from "../api.ts";
import { Loading, waiting } from "./states.tsx";

const SignInPage = lazy(async () => ({ default: (await import("../pages/access.tsx")).SignInPage }));

export function Gate({ children }: { children: ReactNode }) {
  const me = useMe();
  if (me.error instanceof ApiProblem && me.error.body.status === 401)
    return (
      <Suspense fallback={<Loading what="the sign-in" />}>
        <SignInPage />
      </Suspense>
    );
  return me.data ? (
    children
  ) : (
    <main id="main" tabIndex={-1}>
      {waiting(me, "your account")}
    </main>
  );
}
