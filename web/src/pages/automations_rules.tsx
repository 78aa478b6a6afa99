/** When automated e-mails may leave, how many a person gets at most, what is paused, and who wants none. */
import { Button, Checkbox, Group, List, NumberInput, Stack, Text, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { send, useApi, useMe, usePages, type AutomationRules, type PauseList } from "../api.ts";
import { Form } from "../parts/form.tsx";
import { Section } from "../parts/page.tsx";
import { Link, useUnsaved } from "../parts/router.tsx";
import { More, Trouble, waiting } from "../parts/states.tsx";
import { Time } from "../parts/time.tsx";
import { told } from "../parts/undo.tsx";
import { useFirmZone } from "../parts/zone.ts";

const DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

export function Rules() {
  const rules = useApi<AutomationRules>("/automation-rules");
  const pauses = useApi<PauseList>("/automation-pauses");
  return (
    <Stack gap="md">
      {rules.data ? <RulesForm key={JSON.stringify(rules.data)} rules={rules.data} /> : waiting(rules, "the rules")}
      {/* Below what is still on its way nothing stands that would have to move. */}
      {!rules.isPending && <Paused />}
      {!rules.isPending && !pauses.isPending && <OptOuts />}
    </Stack>
  );
}

function RulesForm({ rules }: { rules: AutomationRules }) {
  const client = useQueryClient();
  const zone = useFirmZone();
  const admin = useMe().data?.role === "admin";
  const [draft, setDraft] = useState(rules);
  const dirty = JSON.stringify(draft) !== JSON.stringify(rules);
  const saved = useUnsaved(dirty);
  const put = async (next: AutomationRules) => {
    await send("PUT", "/automation-rules", next);
    await client.invalidateQueries();
  };
  const save = useMutation({
    mutationFn: () => put(draft),
    onSuccess: () => {
      saved();
      told("The hours and limits are saved.", () => put(rules));
    },
  });
  const days = (values: string[]) => setDraft({ ...draft, days: values.map(Number).toSorted((a, b) => a - b) });
  return (
    <Section title="When, and how much">
      {/* The answer to what is being saved makes the form anew: what was typed meanwhile would be gone. */}
      <fieldset className="bare" disabled={!admin || save.isPending}>
        <Stack gap="md" align="flex-start">
          <Text size="sm" c="dimmed">
            Automated e-mails leave only in these hours ({zone}). What comes up outside of them waits; nothing is lost.
          </Text>
          <Group>
            <TextInput
              type="time"
              label="From"
              value={draft.from}
              onChange={(event) => setDraft({ ...draft, from: event.currentTarget.value })}
            />
            <TextInput
              type="time"
              label="Until"
              value={draft.until}
              onChange={(event) => setDraft({ ...draft, until: event.currentTarget.value })}
            />
          </Group>
          <Checkbox.Group label="On" value={draft.days.map(String)} onChange={days}>
            <Group mt="xs" gap="sm">
              {DAYS.map((name, index) => (
                <Checkbox key={name} value={String(index + 1)} label={name} />
              ))}
            </Group>
          </Checkbox.Group>
          <Group align="end">
            <NumberInput
              label="Most e-mails for one person"
              min={1}
              max={50}
              value={draft.most_emails}
              onChange={(value) => setDraft({ ...draft, most_emails: Number(value) })}
            />
            <NumberInput
              label="Within so many days"
              min={1}
              max={90}
              value={draft.within_days}
              onChange={(value) => setDraft({ ...draft, within_days: Number(value) })}
            />
          </Group>
          <NumberInput
            label="Most starts of one automation in a day"
            description="What comes on top of them, such as after an import that went wrong, is held in one batch until somebody has looked."
            placeholder="25, or 1 % of your contacts"
            maw={420}
            min={1}
            max={100_000}
            allowDecimal={false}
            value={draft.most_starts ?? ""}
            onChange={(value) => setDraft({ ...draft, most_starts: value === "" ? null : Number(value) })}
          />
          {save.error && <Trouble error={save.error} />}
          {admin ? (
            <Button disabled={!dirty} loading={save.isPending} onClick={() => save.mutate()}>
              Save hours and limits
            </Button>
          ) : (
            <Text size="sm">An admin of your firm changes these.</Text>
          )}
        </Stack>
      </fieldset>
    </Section>
  );
}

function Paused() {
  const pauses = useApi<PauseList>("/automation-pauses");
  const items = pauses.data?.items ?? [];
  return (
    <Section title="What is paused">
      {waiting(pauses, "pauses")}
      {pauses.data && items.length === 0 && <Text>Nothing is paused. Contacts and matters are paused on their own pages.</Text>}
      <List size="sm">
        {items.map((pause) => (
          <List.Item key={pause.kind + pause.provider + pause.target_id}>
            {pause.kind === "firm" ? "The whole firm" : <PausedLink pause={pause} />}, by {pause.set_by}
            {pause.until ? (
              <>
                , until <Time at={pause.until} />
              </>
            ) : (
              ", until somebody ends it"
            )}
          </List.Item>
        ))}
      </List>
    </Section>
  );
}

const PausedLink = ({ pause: { kind, target_id } }: { pause: PauseList["items"][number] }) => (
  <Link className="name" href={`/${kind}s?q=${encodeURIComponent(target_id)}${kind === "contact" ? "&state=any" : ""}`}>
    {kind === "contact" ? "Contact" : "Matter"} {target_id}
  </Link>
);

interface OptOut {
  address: string;
  set_by: string;
  set_at: string;
  via: "member" | "link" | "one_click";
}

function OptOuts() {
  const client = useQueryClient();
  const list = usePages<OptOut>("/automation-opt-outs");
  const put = async (address: string) => {
    await send("POST", "/automation-opt-outs", { address });
    await client.invalidateQueries();
  };
  const end = async (address: string) => {
    await send("POST", "/automation-opt-outs/end", { address });
    await client.invalidateQueries();
  };
  const allow = useMutation({
    mutationFn: end,
    onSuccess: (_done, address) => told(`${address} may get automated e-mail again.`, () => put(address)),
  });
  return (
    <Section title="Who wants no automated e-mail">
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          Every automated e-mail carries a link by which its recipient stops them. Messages about their case come all the same, unless a
          member noted here that they want no letters.
        </Text>
        {waiting(list, "addresses")}
        {list.data && list.items.length === 0 && <Text>Nobody has asked for that.</Text>}
        {list.items.map(({ address, set_by, set_at }) => (
          <Group key={address} justify="space-between">
            <Text size="sm" style={{ overflowWrap: "anywhere" }}>
              <b>{address}</b>, by {set_by}, <Time at={set_at} />
            </Text>
            <Button size="xs" variant="default" aria-label={`Allow again: ${address}`} onClick={() => allow.mutate(address)}>
              Allow again
            </Button>
          </Group>
        ))}
        {allow.error && <Trouble error={allow.error} />}
        <More query={list} />
        <Form
          key={list.items.length}
          action="Send it no automated e-mail"
          send={({ address }) => put(address ?? "")}
          done={() => told("It gets no automated e-mail from now on.")}
        >
          <TextInput name="address" type="email" label="Address" required maw={420} />
        </Form>
      </Stack>
    </Section>
  );
}
