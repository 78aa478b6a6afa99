/** The forms of a matter: what was sent, and sending one to somebody who takes part. */
import { Button, Checkbox, Group, Modal, NativeSelect, Stack, Text, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { send, useApi, usePages, type FormList, type FormPeople, type FormRequest, type Matter } from "../api.ts";
import { Chip } from "../parts/chip.tsx";
import { REQUEST_STATES } from "../parts/form_words.ts";
import { Section } from "../parts/page.tsx";
import { Link } from "../parts/router.tsx";
import { More, Trouble, waiting } from "../parts/states.tsx";
import { dayText, Time } from "../parts/time.tsx";

export function MatterForms({ matter }: { matter: Matter }) {
  const { connection_id, provider_id: matter_id } = matter;
  const [sending, setSending] = useState(false);
  const query = usePages<FormRequest>("/form-requests", { connection_id, matter_id, limit: "20" });
  const open = matter.status !== "closed";
  return (
    <Section
      title="Forms"
      aside={
        open && (
          <Button size="compact-sm" variant="default" onClick={() => setSending(true)}>
            Send a form
          </Button>
        )
      }
    >
      {waiting(query, "forms") ?? (
        <Stack gap="sm">
          {query.items.length === 0 && <Text c="dimmed">No form was sent for this matter.</Text>}
          {query.items.map((one) => (
            <Group key={one.request_id} gap={8}>
              <Link className="name" href={`/form-requests/${one.request_id}`}>
                {one.form}
              </Link>
              <Text span>{one.contact_name}</Text>
              <Chip short tone={REQUEST_STATES[one.state].tone}>
                {REQUEST_STATES[one.state].words}
              </Chip>
              {one.to_confirm > 0 && (
                <Text span fw={600}>
                  {one.to_confirm} to confirm
                </Text>
              )}
              <Text span size="sm" c="dimmed">
                {one.submitted_at === null ? (
                  <>
                    sent <Time at={one.sent_at} fallback="not yet" />
                    {one.due_on !== null && `, due ${dayText(one.due_on)}`}
                  </>
                ) : (
                  <>
                    handed in <Time at={one.submitted_at} />
                  </>
                )}
              </Text>
            </Group>
          ))}
          <More query={query} />
        </Stack>
      )}
      {sending && <SendForm matter={matter} close={() => setSending(false)} />}
    </Section>
  );
}

/** Names before anything leaves: exactly who gets it. */
function SendForm({ matter, close }: { matter: Matter; close: () => void }) {
  const { connection_id, provider_id: matter_id } = matter;
  const client = useQueryClient();
  const forms = useApi<FormList>("/forms");
  const people = useApi<FormPeople>(`/form-people/${connection_id}/${encodeURIComponent(matter_id)}`);
  const here = (forms.data?.items ?? []).filter((form) => form.connection_id === connection_id);
  const [chosen, setChosen] = useState("");
  const [due, setDue] = useState<string | null>(null);
  const [to, setTo] = useState<string[] | null>(null);
  const form = here.find((one) => one.form_id === chosen) ?? here[0];
  const items = people.data?.items ?? [];
  const free = items.filter((person) => !person.has_open.includes(form?.name ?? ""));
  const whom = to ?? free.filter((person) => person.main_client).map((person) => person.contact_id);
  const named = free.filter((person) => whom.includes(person.contact_id));
  const sending = useMutation({
    mutationFn: () =>
      send("POST", "/form-requests", {
        form_id: form!.form_id,
        matter_id,
        contact_ids: named.map((person) => person.contact_id),
        ...(due === null ? {} : { due_on: due === "" ? null : due }),
      }),
    onSuccess: async () => {
      await client.invalidateQueries();
      close();
    },
  });
  const waits = waiting(forms, "forms") ?? waiting(people, "who takes part");
  return (
    <Modal opened onClose={close} title="Send a form" centered lockScroll={false} closeButtonProps={{ "aria-label": "Close" }}>
      {waits ??
        (form === undefined ? (
          <Text>There is no form for this connection yet. An admin can make one under Forms.</Text>
        ) : items.length === 0 ? (
          <Text>
            Nobody takes part in this matter in the portal: it is not shown to clients, or its people are not among those who take part.
          </Text>
        ) : (
          <form
            onSubmit={(event) => {
              event.preventDefault();
              sending.mutate();
            }}
          >
            <Stack gap="sm">
              <NativeSelect
                label="Form"
                data={here.map((one) => ({ value: one.form_id, label: one.name }))}
                value={form.form_id}
                onChange={(event) => {
                  setChosen(event.currentTarget.value);
                  setTo(null);
                }}
              />
              <Checkbox.Group label="To" value={whom} onChange={setTo}>
                <Stack gap={6} mt={4}>
                  {items.map((person) => {
                    const has = person.has_open.includes(form.name);
                    return (
                      <Checkbox
                        key={person.contact_id}
                        value={person.contact_id}
                        disabled={has}
                        label={person.name}
                        description={has ? "has it to fill in already" : (person.email ?? "no e-mail address: sees it in the portal only")}
                      />
                    );
                  })}
                </Stack>
              </Checkbox.Group>
              <TextInput
                type="date"
                label="Due"
                description={
                  form.document.due_days === null ? "Blank: no day" : `Untouched: ${form.document.due_days} days from now, as the form says`
                }
                value={due ?? ""}
                onChange={(event) => setDue(event.currentTarget.value)}
              />
              {sending.error && <Trouble error={sending.error} />}
              <Group justify="flex-end">
                <Button variant="default" onClick={close}>
                  Leave it
                </Button>
                <Button type="submit" disabled={named.length === 0} loading={sending.isPending}>
                  {named.length === 0
                    ? "Choose somebody"
                    : `Send to ${new Intl.ListFormat("en", { type: "conjunction" }).format(named.map((person) => person.name))}`}
                </Button>
              </Group>
            </Stack>
          </form>
        ))}
    </Modal>
  );
}
