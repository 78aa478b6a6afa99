/** A firm's first run, from its name to contacts that are in: one page, which can be left at any step and gone on with in any browser. */
import { Card, Stack, Text } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { send, useApi, useConnections, type FirstRun } from "../api.ts";
import { PageTitle } from "../parts/page.tsx";
import { waiting } from "../parts/states.tsx";
import { PROVIDERS } from "../parts/words.ts";
import { FirmStep, ProviderStep } from "./first_run_firm.tsx";
import { ConnectStep, ReaderStep } from "./first_run_connect.tsx";
import { PresetStep } from "./first_run_preset.tsx";
import { ReadingStep } from "./first_run_reading.tsx";
import { DoneStep, ReviewStep } from "./first_run_review.tsx";

export interface StepProps {
  run: FirstRun;
  /** Keeps what was said; the server tells which step is next. */
  move: Move;
}
export type Move = ReturnType<typeof useMove>;

export interface FirstRunChange {
  firm_named?: boolean;
  provider?: "clio" | "mycase" | null;
  region?: string | null;
  connection_id?: string | null;
  finished?: boolean;
}

function useMove() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (change: FirstRunChange) => send<FirstRun>("PATCH", "/first-run", change),
    onSuccess: (run) => {
      client.setQueryData(["/first-run"], run);
      void client.invalidateQueries({ queryKey: ["/connections"] });
    },
  });
}

const STEPS = {
  firm: FirmStep,
  provider: ProviderStep,
  connect: ConnectStep,
  reader: ReaderStep,
  preset: PresetStep,
  reading: ReadingStep,
  review: ReviewStep,
  done: DoneStep,
};

export function FirstRunPage() {
  // A second window goes on with it, too.
  const query = useApi<FirstRun>("/first-run", {}, { refetchInterval: 3000 });
  const connections = useConnections();
  const move = useMove();
  const run = query.data;
  if (!run || !connections.data) return waiting(run ? connections : query, "how far you are");
  const Step = STEPS[run.step];
  return (
    <>
      <PageTitle below="You can leave at any time and come back: Privity remembers how far you are.">Set up your firm</PageTitle>
      <div className="first-run">
        <StepList run={run} />
        <Card withBorder padding="lg" component="section" aria-label={nameOf(run.step, run)}>
          <Step key={run.step} run={run} move={move} />
        </Card>
      </div>
    </>
  );
}

const NAMES: Record<FirstRun["step"], (provider: string) => string> = {
  firm: () => "Your firm",
  provider: () => "Clio or MyCase",
  connect: (provider) => `Sign in at ${provider}`,
  reader: () => "Who reads",
  preset: () => "What it is for",
  reading: () => "Reading",
  review: () => "Look at it",
  done: () => "Ready",
};

const nameOf = (step: FirstRun["step"], { provider }: FirstRun): string =>
  NAMES[step](provider === null ? "your system" : PROVIDERS[provider]);

/** Drawn, because not every font has one. */
const Tick = () => (
  <svg width="12" height="12" viewBox="0 0 12 12" aria-hidden>
    <path d="M1.5 6.5 4.5 9.5 10.5 2.5" fill="none" stroke="currentColor" strokeWidth="2" />
  </svg>
);

function StepList({ run }: { run: FirstRun }) {
  const steps = Object.keys(STEPS) as FirstRun["step"][];
  const now = steps.indexOf(run.step);
  return (
    <nav aria-label="Steps">
      <Text size="sm" fw={600} hiddenFrom="sm" aria-hidden>
        Step {now + 1} of {steps.length}: {nameOf(run.step, run)}
      </Text>
      <Stack component="ol" gap={4} className="steps" role="list">
        {steps.map((step, index) => (
          <li key={step} data-done={index < now || undefined} aria-current={index === now ? "step" : undefined}>
            <span aria-hidden>{index < now || run.step === "done" ? <Tick /> : index + 1}</span> {nameOf(step, run)}
            {index < now && <span className="only-heard"> (done)</span>}
          </li>
        ))}
      </Stack>
    </nav>
  );
}
