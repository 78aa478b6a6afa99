/** What is done to many rows of a list at once: how many are meant, how far it is, and the way back. */
import { Button, Group, Text } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRef, useState, type ReactNode } from "react";
import { send, type BulkAnswer, type UndoAnswer } from "../api.ts";
import { Trouble } from "./states.tsx";
import { told } from "./undo.tsx";
import { number } from "./words.ts";

export interface BulkKind<What> {
  /** `/contacts` or `/matters`; its rows are sent under the same name. */
  path: "/contacts" | "/matters";
  one: string;
  many: string;
  /** Addresses of what it changes. */
  touches: RegExp;
  /** Only for the type of what is done. */
  what?: What;
}

export type Chosen = { connection_id: string; provider_id: string }[];
export type BulkOf = { filter: Record<string, string> } | { rows: Chosen };

interface Outcome {
  bulk_id: string;
  done: number;
  skipped: Map<string, number>;
}

export interface Bulk<What> {
  run: (what: What, said: string) => void;
  stop: () => void;
  done: number;
  running: boolean;
  error: Error | null;
}

/** Request by request until the server says that it was all, or somebody stops it. What is done by then can be undone either way. */
export function useBulk<What>(kind: BulkKind<What>, of: BulkOf, clear: () => void): Bulk<What> {
  const client = useQueryClient();
  const [done, setDone] = useState(0);
  const stopped = useRef(false);
  const refresh = () => client.invalidateQueries({ predicate: ({ queryKey }) => kind.touches.test(String(queryKey[0])) });
  const undo = async (bulk_id: string) => {
    while ((await send<UndoAnswer>("POST", `${kind.path}/bulk/${bulk_id}/undo`, {})).more);
    await refresh();
  };
  const which = "filter" in of ? of : { [kind.many]: of.rows };
  const working = useMutation({
    mutationFn: async ({ what }: { what: What; said: string }) => {
      stopped.current = false;
      setDone(0);
      const outcome: Outcome = { bulk_id: "", done: 0, skipped: new Map() };
      for (let after: string | null = null; ;) {
        const answer: BulkAnswer = await send<BulkAnswer>("POST", `${kind.path}/bulk`, {
          what,
          ...which,
          ...(after === null ? {} : { after, bulk_id: outcome.bulk_id }),
        });
        outcome.bulk_id = answer.bulk_id;
        outcome.done += answer.done;
        for (const { words, count } of answer.skipped) outcome.skipped.set(words, (outcome.skipped.get(words) ?? 0) + count);
        setDone(outcome.done + [...outcome.skipped.values()].reduce((sum, count) => sum + count, 0));
        after = answer.next;
        if (after === null || stopped.current) return outcome;
      }
    },
    onSuccess: (outcome, { said }) => {
      const left = [...outcome.skipped].map(([words, count]) => `${number(count)} left as they were: ${words}`);
      const text = [`${number(outcome.done)} ${outcome.done === 1 ? kind.one : kind.many} ${said}.`, ...left].join(" ");
      told(text, outcome.done > 0 ? () => undo(outcome.bulk_id) : undefined);
      clear();
    },
    onSettled: refresh,
  });
  return {
    run: (what, said) => working.mutate({ what, said }),
    stop: () => void (stopped.current = true),
    done,
    running: working.isPending,
    error: working.error,
  };
}

/** Stays at hand while something is selected. `total`: how many fit the filter; null: that is being counted. */
export function BulkFrame<What>(props: {
  label: string;
  bulk: Bulk<What>;
  chosen: number;
  more: boolean;
  total: number | null;
  all: boolean;
  setAll: (all: boolean) => void;
  clear: () => void;
  children: ReactNode;
}) {
  const { label, chosen, more, total, all, setAll, clear, children } = props;
  const { running, done, stop, error } = props.bulk;
  const count = all ? total : chosen;
  return (
    <Group className="at-hand" component="section" aria-label={label} gap="sm">
      <Text fw={600} role="status">
        {running
          ? `${number(done)} of ${count === null ? "…" : number(count)} done`
          : `${count === null ? "All that fit" : number(count)} selected`}
      </Text>
      {running ? (
        <Button size="xs" variant="default" onClick={stop}>
          Stop
        </Button>
      ) : (
        <>
          {!all && more && (
            <Button size="xs" variant="default" onClick={() => setAll(true)}>
              Select all {total === null ? "" : number(total)} that fit
            </Button>
          )}
          {children}
          <Button size="xs" variant="default" onClick={clear}>
            Select none
          </Button>
        </>
      )}
      {error && <Trouble error={error} />}
    </Group>
  );
}
