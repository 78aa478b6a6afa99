/** First run: what came of it, other presets tried on what was read, and what happens from now on. */
import { Button, Group, List, Stack, Tabs, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import {
  send,
  useApi,
  useConnections,
  useMe,
  usePages,
  type ContactRow,
  type Counts,
  type SettingsAnswer,
  type Staff,
  type StartedPreview,
} from "../api.ts";
import { PRESET_USES } from "../parts/presets.tsx";
import { Link } from "../parts/router.tsx";
import { valueName } from "../parts/setting_words.ts";
import { Empty, More, Trouble, waiting } from "../parts/states.tsx";
import { Time } from "../parts/time.tsx";
import { told } from "../parts/undo.tsx";
import { number, PROVIDERS } from "../parts/words.ts";
import { HiddenList, QuarantineList, SkippedList } from "./attention_lists.tsx";
import { withCountry } from "./first_run_preset.tsx";
import { Heading } from "./first_run_firm.tsx";
import type { StepProps } from "./first_run.tsx";
import { PreviewPanel } from "./settings_preview.tsx";

export function ReviewStep({ run, move }: StepProps) {
  const connection_id = run.connection_id!;
  const query = useApi<Counts>(`/connections/${connection_id}/counts`, {}, { refetchInterval: 3000 });
  const counts = query.data;
  if (!counts) return waiting(query, "what was read");
  return (
    <Stack gap="md">
      <Heading>This is your firm</Heading>
      <Text size="lg">
        <b>{number(counts.contacts.in)} contacts in</b>, {number(counts.contacts.skipped)} skipped, {number(counts.unassigned)} unassigned,{" "}
        {number(counts.hidden)} hidden.
      </Text>
      <Text size="sm" c="dimmed">
        Of {number(counts.mirror)} contacts that were read, {number(counts.contacts.out_of_scope)} are not among those that these settings
        take in. {number(counts.matters.total)} matters, {number(counts.matters.open)} of them open; {number(counts.staff)} staff. Nothing
        was sent.
      </Text>
      <Lists connection_id={connection_id} counts={counts} />
      <OtherPresets connection_id={connection_id} />
      {move.error && <Trouble error={move.error} />}
      <Group className="first-run-go">
        <Button loading={move.isPending} onClick={() => move.mutate({ finished: true })}>
          Start with these settings
        </Button>
        <Link className="name" href="/settings">
          Change single settings first
        </Link>
      </Group>
    </Stack>
  );
}

/** Who is not simply in, and why. */
function Lists({ connection_id, counts }: { connection_id: string; counts: Counts }) {
  return (
    <Tabs defaultValue="skipped" keepMounted={false}>
      <Tabs.List>
        <Tabs.Tab value="skipped">Skipped ({number(counts.contacts.skipped)})</Tabs.Tab>
        <Tabs.Tab value="unassigned">Unassigned ({number(counts.unassigned)})</Tabs.Tab>
        <Tabs.Tab value="hidden">Hidden ({number(counts.hidden)})</Tabs.Tab>
        {counts.quarantined > 0 && <Tabs.Tab value="broken">Could not be read ({number(counts.quarantined)})</Tabs.Tab>}
      </Tabs.List>
      <Panel value="skipped" words="A company, or not enough to reach them. Mend one at the provider, and it comes in by itself.">
        <SkippedList connection={connection_id} />
      </Panel>
      <Panel
        value="unassigned"
        words="In, but owned by nobody: their attorney has no member here yet, or there is none. Members are invited after this."
      >
        <Unassigned connection_id={connection_id} />
      </Panel>
      <Panel value="hidden" words="Named on a matter, but the account that reads may not see them.">
        <HiddenList connection={connection_id} />
      </Panel>
      <Panel value="broken" words="Rows that came broken from the provider.">
        <QuarantineList connection={connection_id} />
      </Panel>
    </Tabs>
  );
}

function Panel({ value, words, children }: { value: string; words: string; children: ReactNode }) {
  return (
    <Tabs.Panel value={value} pt="sm">
      <Text size="sm" mb="sm">
        {words}
      </Text>
      {children}
    </Tabs.Panel>
  );
}

function Unassigned({ connection_id }: { connection_id: string }) {
  const list = usePages<ContactRow>("/contacts", { connection: connection_id, owner: "none", limit: "20" });
  const wait = waiting(list, "contacts without an owner");
  if (wait) return wait;
  if (list.items.length === 0) return <Empty title="Everybody who is in has an owner" />;
  return (
    <Stack gap="sm">
      <List size="sm">
        {list.items.map((row) => (
          <List.Item key={row.provider_id}>
            <Link className="name" href={`/contacts/${row.connection_id}/${encodeURIComponent(row.provider_id)}`}>
              {row.name || row.provider_id}
            </Link>
          </List.Item>
        ))}
      </List>
      <More query={list} />
    </Stack>
  );
}

/** B-WHY-3: tried on what was read; nothing is read again. */
function OtherPresets({ connection_id }: { connection_id: string }) {
  const path = `/connections/${connection_id}`;
  const query = useApi<SettingsAnswer>(`${path}/settings`);
  const firm = useMe().data?.firm;
  const [preview_id, setPreview] = useState<string | null>(null);
  const settings = query.data;
  const start = useMutation({
    mutationFn: (preset: string) =>
      send<StartedPreview>("POST", `${path}/previews`, {
        document: withCountry(settings!.presets[preset]!, firm?.country ?? "US"),
        if_version: settings!.version,
      }),
    onSuccess: (started) => setPreview(started.preview_id),
  });
  if (!settings) return waiting(query, "the presets");
  const now = String(settings.document["preset"]);
  const others = Object.keys(settings.presets).filter((name) => name !== now);
  return (
    <Stack gap="sm">
      <Text>
        The settings are those of <b>{valueName("preset", now)}</b>.{others.length > 0 && " Another preset can be tried on what was read:"}
      </Text>
      {others.map((name) => (
        <Group key={name} gap="xs" wrap="nowrap" align="start">
          <Button
            size="xs"
            variant="default"
            style={{ flexShrink: 0 }}
            loading={start.isPending && start.variables === name}
            onClick={() => start.mutate(name)}
          >
            Try {valueName("preset", name)}
          </Button>
          <Text size="sm">{PRESET_USES[name]}</Text>
        </Group>
      ))}
      {start.error && <Trouble error={start.error} />}
      {preview_id && start.variables && (
        <PreviewPanel
          key={preview_id}
          connection_id={connection_id}
          preview_id={preview_id}
          note={`First run: ${valueName("preset", start.variables)}`}
          close={() => setPreview(null)}
          applied={() => told("These settings are taken.")}
          again={() => start.mutate(start.variables)}
          starting={start}
        />
      )}
    </Stack>
  );
}

export function DoneStep({ run }: StepProps) {
  const connection = useConnections().data?.items.find((item) => item.connection_id === run.connection_id);
  const settings = useApi<SettingsAnswer>(`/connections/${run.connection_id}/settings`, {}, { enabled: run.connection_id !== null }).data;
  const staff = useApi<{ items: Staff[] }>("/staff").data?.items.filter((person) => person.active) ?? [];
  const unmapped = staff.filter((person) => person.member === null);
  const webhooks = (settings?.document["sync"] as { webhooks?: boolean } | undefined)?.webhooks === true;
  const name = PROVIDERS[run.provider ?? "clio"];
  return (
    <Stack gap="md">
      <Heading>Your firm is set up</Heading>
      <List spacing="sm">
        <List.Item>
          Next sync: <Time at={connection?.next_due?.at ?? null} fallback="being planned" />.{" "}
          {webhooks
            ? `In between ${name} tells Privity at once what changed, as far as it can reach this installation.`
            : "In between nothing is read, unless you ask for it under Sync."}
        </List.Item>
        <List.Item>
          <Link className="name" href="/members">
            Invite colleagues
          </Link>
          : whoever has the same e-mail here and at {name} owns their contacts by itself.
          {unmapped.length > 0 && (
            <Text size="sm" c="dimmed">
              {unmapped.length} of {staff.length} staff have no member here yet:{" "}
              {unmapped
                .slice(0, 5)
                .map((person) => person.name)
                .join(", ")}
              {unmapped.length > 5 && ` and ${unmapped.length - 5} more`}.
            </Text>
          )}
        </List.Item>
        <List.Item>
          <Link className="name" href="/connections">
            Connect your own account
          </Link>{" "}
          or another system; whatever members write goes out with their own account.
        </List.Item>
        <List.Item>
          <Link className="name" href="/contacts">
            See your contacts
          </Link>
          , and{" "}
          <Link className="name" href="/attention">
            who is not synced, and why
          </Link>
          .
        </List.Item>
      </List>
    </Stack>
  );
}
