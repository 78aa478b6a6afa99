/** Who is there: lets members to the pages, and everybody else to the ways in. */
import type { ReactNode } from "react";
import { ApiProblem, useMe } from "../api.ts";
import { AskingWho, ForgottenPage, InvitationPage, NewPasswordPage, SignInPage } from "../pages/access.tsx";
import { usePlace } from "./router.tsx";

const OPEN: Record<string, () => ReactNode> = {
  "sign-in": () => <SignInPage />,
  forgotten: () => <ForgottenPage />,
  "new-password": () => <NewPasswordPage />,
  invitation: () => <InvitationPage />,
};

export function Gate({ children }: { children: ReactNode }) {
  const page = OPEN[usePlace().path[0] ?? ""];
  return page ? page() : <Members>{children}</Members>;
}

function Members({ children }: { children: ReactNode }) {
  const me = useMe();
  if (me.error instanceof ApiProblem && me.error.body.status === 401) return <SignInPage />;
  return me.data ? children : <AskingWho query={me} />;
}
