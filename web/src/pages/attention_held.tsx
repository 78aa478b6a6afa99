/** Changes that a run held because they were unusually many: who is affected, and an admin's word on them (B-SYN-6). */
import { Alert, Anchor, Button, Group, List, Stack, Text, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { send, useApi, useMe, usePages, type Held, type HeldRow } from "../api.ts";
import { Chip } from "../parts/chip.tsx";
import { Section } from "../parts/page.tsx";
import { Link } from "../parts/router.tsx";
import { More, Trouble, waiting } from "../parts/states.tsx";
import { Time } from "../parts/time.tsx";
import { told } from "../parts/undo.tsx";
import { KINDS, number, PROVIDERS, word } from "../parts/words.ts";

/** Who is gone is asked one by one, and no longer once it is clear that an admin has to decide. */
const EFFECTS = {
  gone: "were not found at the provider, and there may be more: it stopped looking there",
  blanked: "would lose their name or last channel",
} as const;
const EFFECT = { gone: "not found", blanked: "no name or channel left" } as const;

export function HeldChanges({ connection, run_id }: { connection: string; run_id?: string }) {
  const query = useApi<{ items: Held[] }>("/held", { connection });
  if (query.error) return waiting(query, "held changes");
  const items = query.data?.items.filter((held) => run_id === undefined || held.run_id === run_id) ?? [];
  return items.map((held) => <OneRun key={held.run_id} held={held} />);
}

function OneRun({ held }: { held: Held }) {
  const [open, setOpen] = useState(false);
  return (
    <Section
      title={`Changes from ${PROVIDERS[held.provider]} · ${held.account_name} wait for your decision`}
      aside={<Chip tone="bad">On hold</Chip>}
    >
      <Stack gap="sm">
        <Text size="sm">
          One sync (<Time at={held.started_at} />) would have changed unusually many at once, so it changed nothing of these. Look at some
          of them at the provider first: were they really deleted there, or may the account that reads no longer see them?
        </Text>
        <List size="sm">
          {held.parts.map((part) => (
            <List.Item key={part.kind + part.effect}>
              {word(KINDS, part.kind)}: {number(part.count)} {EFFECTS[part.effect]}
            </List.Item>
          ))}
        </List>
        <details className="why" onToggle={(event) => setOpen(event.currentTarget.open)}>
          <summary>
            <span className="why-mark">Who is affected</span>
          </summary>
          {open && <Affected held={held} />}
        </details>
        <Decision held={held} />
      </Stack>
    </Section>
  );
}

function Affected({ held }: { held: Held }) {
  const list = usePages<HeldRow>(`/held/${held.run_id}/rows`);
  const wait = waiting(list, "who is affected");
  if (wait) return wait;
  return (
    <Stack gap="sm" mt="xs">
      <List size="sm">
        {list.items.map((row) => (
          <List.Item key={row.kind + row.provider_id}>
            <NameOf row={row} held={held} />, {EFFECT[row.effect]}
            {row.link && (
              <>
                {" · "}
                <Anchor
                  size="sm"
                  underline="always"
                  href={row.link}
                  target="_blank"
                  rel="noreferrer"
                  aria-label={`Open ${row.name || row.provider_id} in ${PROVIDERS[held.provider]}`}
                >
                  {PROVIDERS[held.provider]} ↗
                </Anchor>
              </>
            )}
          </List.Item>
        ))}
      </List>
      <More query={list} />
    </Stack>
  );
}

function NameOf({ row, held }: { row: HeldRow; held: Held }) {
  const name = row.name || `${word(KINDS, row.kind)} ${row.provider_id}`;
  if (row.kind !== "contact" || !row.name) return name;
  return (
    <Link className="name" href={`/contacts/${held.connection_id}/${encodeURIComponent(row.provider_id)}`}>
      {name}
    </Link>
  );
}

/** Keeping is asked again by the next full sync; taking over cannot be taken back, and is confirmed by typing. */
function Decision({ held }: { held: Held }) {
  const client = useQueryClient();
  const admin = useMe().data?.role === "admin";
  const [sure, setSure] = useState(false);
  const decide = useMutation({
    mutationFn: (decision: "approve" | "refuse") => send("POST", `/held/${held.run_id}`, { decision }),
    onSuccess: async (_, decision) => {
      told(decision === "approve" ? "The changes are taken over." : "What Privity has is kept; the next full sync looks again.");
      await client.invalidateQueries();
    },
  });
  if (!admin) return <Text size="sm">An admin decides about them.</Text>;
  return (
    <Stack gap="sm">
      {decide.error && <Trouble error={decide.error} />}
      <Group gap="xs">
        <Button size="xs" loading={decide.isPending && !sure} onClick={() => decide.mutate("refuse")}>
          Keep what Privity has
        </Button>
        {!sure && (
          <Button size="xs" variant="default" onClick={() => setSure(true)}>
            Take the changes over …
          </Button>
        )}
      </Group>
      {sure && <Confirm held={held} taking={decide.isPending} take={() => decide.mutate("approve")} close={() => setSure(false)} />}
    </Stack>
  );
}

function Confirm({ held, taking, take, close }: { held: Held; taking: boolean; take: () => void; close: () => void }) {
  const [typed, type] = useState("");
  const count = held.parts.reduce((sum, part) => sum + part.count, 0);
  return (
    <Alert color="red" variant="outline" title={`Take ${number(count)} changes over?`}>
      <Stack gap="sm">
        <Text size="sm">
          Whoever is gone at the provider is gone here, too: nothing is sent to them any more; their history stays. This cannot be undone
          here; whoever turns up at the provider again comes back with the next sync.
        </Text>
        <TextInput
          label={`To go on, type the number of changes: ${count}`}
          value={typed}
          onChange={(event) => type(event.currentTarget.value)}
          inputMode="numeric"
          autoComplete="off"
        />
        <Group gap="xs">
          <Button size="xs" color="red" disabled={typed.trim() !== String(count)} loading={taking} onClick={take}>
            Take them over
          </Button>
          <Button size="xs" variant="default" onClick={close}>
            Not now
          </Button>
        </Group>
      </Stack>
    </Alert>
  );
}
