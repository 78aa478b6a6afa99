/** Sending again or cancelling all that fit a filter: how many, asked first, and what refused and why (B-WRB-6). */
import { Alert, Anchor, Button, Group, List, Progress, Stack, Text } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { send, useApi, type Delivery, type DeliveryCounts } from "../api.ts";
import { Confirm } from "../parts/confirm.tsx";
import { Link } from "../parts/router.tsx";
import { DELIVERY_STATES, number, upTo, word } from "../parts/words.ts";

type State = Delivery["state"];
interface Answer {
  done: string[];
  refused: { delivery_id: string; words: string }[];
  more: boolean;
}
interface Result {
  done: number;
  refused: Answer["refused"];
}
type What = "retry" | "cancel";

const CAN: Record<What, State[]> = {
  retry: ["failed", "needs_review", "cancelled"],
  cancel: ["held", "queued", "failed", "needs_review"],
};
const NAMES: Record<string, string> = {
  connection: "connection_id",
  contact: "contact_id",
  matter: "matter_id",
  author: "author_member_id",
};

/** The list's filter as the body of the request; null where it has no such filter. */
function bodyOf(state: State, filter: Record<string, string>): Record<string, unknown> | null {
  if ("activity" in filter) return null;
  const { kind, ...rest } = filter;
  const named = Object.entries(rest).map(([name, value]) => [NAMES[name] ?? name, value]);
  return { states: [state], ...(kind ? { kinds: [kind] } : {}), ...Object.fromEntries(named) };
}

/** At most a thousand at a time: goes on until there are no more. */
async function carryOut(what: What, filter: Record<string, unknown>, told: (result: Result) => void): Promise<Result> {
  let result: Result = { done: 0, refused: [] };
  for (;;) {
    const answer = await send<Answer>("POST", `/deliveries/${what}`, { filter });
    result = { done: result.done + answer.done.length, refused: [...result.refused, ...answer.refused] };
    told(result);
    if (!answer.more) return result;
  }
}

const SHOWN = 20;

export function Bulk({ state, filter }: { state: State; filter: Record<string, string> }) {
  const client = useQueryClient();
  const counts = useApi<DeliveryCounts>("/outbox/counts", { ...filter, state }).data;
  const [asking, setAsking] = useState<What | null>(null);
  const [so_far, setSoFar] = useState<Result | null>(null);
  const [result, setResult] = useState<(Result & { what: What }) | null>(null);
  const body = bodyOf(state, filter);
  const reasons = counts?.reasons ?? [];
  const count = filter["reason"] ? (reasons.find((one) => one.code === filter["reason"])?.count ?? 0) : (counts?.by_state[state] ?? 0);
  const can = (what: What) => CAN[what].includes(state);
  if (body === null || (!can("retry") && !can("cancel"))) return null;
  const run = async (what: What) => {
    setSoFar(null);
    setResult({ ...(await carryOut(what, body, setSoFar)), what });
    await client.invalidateQueries();
  };
  return (
    <Stack gap="sm">
      {count > 0 && (
        <Group gap="xs">
          {can("retry") && (
            <Button variant="default" onClick={() => setAsking("retry")}>
              Send all {upTo(count)} again
            </Button>
          )}
          {can("cancel") && (
            <Button variant="default" onClick={() => setAsking("cancel")}>
              Cancel all {upTo(count)}
            </Button>
          )}
        </Group>
      )}
      {result && <Outcome result={result} close={() => setResult(null)} />}
      {asking && (
        <Confirm
          title={asking === "retry" ? `Send ${upTo(count)} again?` : `Cancel ${upTo(count)}?`}
          action={asking === "retry" ? "Send them again" : "Cancel them"}
          harmless={asking === "retry"}
          close={() => setAsking(null)}
          run={() => run(asking)}
        >
          <Text size="sm">
            {asking === "retry"
              ? "What may be at the provider already is looked up first, where that can be done. Nothing is written twice where it can be seen."
              : "They stay in Privity, and are not written to the provider. They can be sent later."}
          </Text>
          {asking === "retry" && reasons.some((one) => one.code === "cannot_look") && (
            <Text size="sm" fw={600}>
              Some of them cannot be looked up: sending those says that you have looked, and that they are not there.
            </Text>
          )}
          <Text size="sm">
            Now “{word(DELIVERY_STATES, state)}”:{" "}
            {reasons
              .filter((one) => !filter["reason"] || one.code === filter["reason"])
              .map((one) => `${number(one.count)} × ${one.words}`)
              .join("; ") || number(count)}
            .
          </Text>
          {so_far && (
            <Progress value={count === 0 ? 100 : (100 * (so_far.done + so_far.refused.length)) / count} aria-label="Done so far" />
          )}
        </Confirm>
      )}
    </Stack>
  );
}

function Outcome({ result: { what, done, refused }, close }: { result: Result & { what: What }; close: () => void }) {
  const verb = what === "retry" ? "sent again" : "cancelled";
  return (
    <Alert
      role="status"
      variant="outline"
      color={refused.length > 0 ? "yellow" : "green"}
      withCloseButton
      closeButtonLabel="Close"
      onClose={close}
      title={`${number(done)} ${done === 1 ? "is" : "are"} ${verb}${refused.length > 0 ? `, ${number(refused.length)} could not be` : ""}`}
      styles={{ title: { color: "var(--mantine-color-text)" } }}
    >
      {refused.length > 0 && (
        <List size="sm" aria-label="What could not be">
          {refused.slice(0, SHOWN).map((one) => (
            <List.Item key={one.delivery_id}>
              <Anchor component={Link} inherit underline="always" href={`/outbox/${one.delivery_id}`}>
                This one
              </Anchor>
              : {one.words}
            </List.Item>
          ))}
          {refused.length > SHOWN && <List.Item>and {number(refused.length - SHOWN)} more</List.Item>}
        </List>
      )}
    </Alert>
  );
}
