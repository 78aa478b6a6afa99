/** Where one lands: an admin of a firm that is not set up yet at its first run, everybody else at the contacts. */
import { Navigate } from "@tanstack/react-router";
import { useApi, useMe, type FirstRun } from "../api.ts";
import { Loading } from "./states.tsx";

export function Home() {
  const admin = useMe().data?.role === "admin";
  const first_run = useApi<FirstRun>("/first-run", {}, { enabled: admin });
  if (admin && first_run.isPending) return <Loading what="your firm" />;
  const unfinished = first_run.data !== undefined && first_run.data.step !== "done";
  return <Navigate to={admin && unfinished ? "/start" : "/contacts"} replace />;
}
