/** Texts that came and of which it is not clear whose they are, or about what: a member says so. */
import { Button, Card, Group, NativeSelect, Stack, Text, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { send, useApi, type ContactRow, type ContactTexts, type HeldText, type Page } from "../api.ts";
import { Section } from "../parts/page.tsx";
import { Trouble } from "../parts/states.tsx";
import { Time } from "../parts/time.tsx";

const LOOK_EVERY_MS = 15_000;
const REASONS: Record<HeldText["reason"], string> = {
  unknown: "Nobody has this number.",
  several: "Several people have this number.",
  no_matter: "They have no open matter that is shown to them.",
  several_matters: "They have several open matters.",
  closed: "The matter was closed meanwhile.",
};

export function HeldTexts() {
  const items = useApi<{ items: HeldText[] }>("/inbox-texts", {}, { refetchInterval: LOOK_EVERY_MS }).data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <Section title="Texts that need your word">
      <Stack gap="xs" component="ul" className="bare">
        {items.map((text) => (
          <OneText key={text.held_text_id} text={text} />
        ))}
      </Stack>
    </Section>
  );
}

interface Whose {
  connection_id: string;
  provider_id: string;
  name: string;
}

function OneText({ text }: { text: HeldText }) {
  const client = useQueryClient();
  const [whose, setWhose] = useState<Whose | null>(text.choices[0] ?? null);
  const decide = useMutation({
    mutationFn: (decision: { contact: Omit<Whose, "name"> | null; matter_id: string | null }) =>
      send("POST", `/inbox-texts/${text.held_text_id}`, decision),
    onSuccess: () => client.invalidateQueries(),
  });
  return (
    <Card withBorder padding="sm" component="li">
      <Text fw={600}>{text.number}</Text>
      <Text size="sm" c="dimmed">
        {REASONS[text.reason]} <Time at={text.received_at} />
      </Text>
      <Text mt={4} style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}>
        {text.body}
      </Text>
      {text.files.length > 0 && (
        <Text size="sm" c="dimmed">
          With it came {text.files.join(", ")}. It is fetched once you have said whose it is.
        </Text>
      )}
      <Stack gap="xs" mt="xs" align="flex-start">
        {text.choices.length > 0 ? (
          <Choose choices={text.choices} whose={whose} choose={setWhose} />
        ) : (
          <Find whose={whose} choose={setWhose} />
        )}
        {whose && (
          <File
            key={whose.connection_id + whose.provider_id}
            whose={whose}
            busy={decide.isPending}
            file={(matter_id) =>
              decide.mutate({ contact: { connection_id: whose.connection_id, provider_id: whose.provider_id }, matter_id })
            }
          />
        )}
        <Button
          size="compact-sm"
          variant="default"
          loading={decide.isPending}
          onClick={() => decide.mutate({ contact: null, matter_id: null })}
        >
          Dismiss
        </Button>
      </Stack>
      {decide.error && <Trouble error={decide.error} />}
    </Card>
  );
}

const idOf = ({ connection_id, provider_id }: Omit<Whose, "name">): string => `${connection_id} ${provider_id}`;

function Choose({ choices, whose, choose }: { choices: readonly Whose[]; whose: Whose | null; choose: (whose: Whose | null) => void }) {
  return (
    <NativeSelect
      label="Whose it is"
      data={choices.map((one) => ({ value: idOf(one), label: one.name }))}
      value={whose ? idOf(whose) : ""}
      onChange={(event) => choose(choices.find((one) => idOf(one) === event.currentTarget.value) ?? null)}
    />
  );
}

function Find({ whose, choose }: { whose: Whose | null; choose: (whose: Whose | null) => void }) {
  const [search, setSearch] = useState("");
  const query = search.trim();
  const found = useApi<Page<ContactRow>>("/contacts", { q: query, limit: "8" }, { enabled: query.length > 1 }).data?.items ?? [];
  const choices = query.length > 1 ? found.map(({ connection_id, provider_id, name }) => ({ connection_id, provider_id, name })) : [];
  return (
    <Group align="flex-end" gap="xs">
      <TextInput
        label="Whose it is"
        placeholder="A client’s name"
        value={search}
        onChange={(event) => setSearch(event.currentTarget.value)}
      />
      {choices.length > 0 && (
        <NativeSelect
          aria-label="Found"
          data={[{ value: "", label: "Choose" }, ...choices.map((one) => ({ value: idOf(one), label: one.name }))]}
          value={whose ? idOf(whose) : ""}
          onChange={(event) => choose(choices.find((one) => idOf(one) === event.currentTarget.value) ?? null)}
        />
      )}
    </Group>
  );
}

function File({ whose, busy, file }: { whose: Whose; busy: boolean; file: (matter_id: string | null) => void }) {
  const texts = useApi<ContactTexts>(`/contacts/${whose.connection_id}/${encodeURIComponent(whose.provider_id)}/texts`).data;
  const [matter_id, setMatter] = useState<string | null>(null);
  if (!texts) return null;
  const about = matter_id ?? texts.matters[0]?.matter_id ?? "";
  return (
    <Group align="flex-end" gap="xs">
      <NativeSelect
        label="About"
        data={[...texts.matters.map((one) => ({ value: one.matter_id, label: one.title })), { value: "", label: "No matter" }]}
        value={about}
        onChange={(event) => setMatter(event.currentTarget.value)}
      />
      <Button size="sm" variant="default" loading={busy} onClick={() => file(about === "" ? null : about)}>
        It is {whose.name}’s
      </Button>
    </Group>
  );
}
