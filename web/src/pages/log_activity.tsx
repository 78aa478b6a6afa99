/** The form of an activity: each kind has its own fields (B-WRB-1). */
import { Alert, Button, FileInput, Group, NativeSelect, SimpleGrid, Stack, Text, Textarea, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useRef, useState, type ChangeEvent, type FormEvent } from "react";
import { ApiProblem, send, upload, useMe, type Activity, type Contact } from "../api.ts";
import { useKept } from "../parts/kept_text.ts";
import { Trouble } from "../parts/states.tsx";
import { ACTIVITIES } from "../parts/words.ts";

type Kind = Activity["kind"];

interface Shape {
  directed?: boolean;
  subject?: string;
  body: string;
  body_optional?: boolean;
  number?: boolean;
  address?: boolean;
  files?: "one" | "many";
}

const SHAPES: Record<Kind, Shape> = {
  note: { subject: "Subject", body: "Note" },
  call: { directed: true, subject: "Subject", body: "What was said", body_optional: true, number: true },
  email: { directed: true, subject: "Subject", body: "Text", body_optional: true, address: true, files: "many" },
  text: { directed: true, body: "Text", number: true, files: "many" },
  message: { directed: true, subject: "Subject", body: "Message", files: "many" },
  document: { subject: "What it is called", body: "What it is about", body_optional: true, files: "one" },
  card: { subject: "Occasion", body: "What was written on it", body_optional: true },
};

const FIRST: Kind = "note";
const EMPTY = { direction: "out", matter: "", at: "", subject: "", body: "", number: "", address: "" };

export function LogForm({ contact, logged }: { contact: Contact; logged: () => void }) {
  const { member_id } = useMe().data ?? { member_id: "" };
  const { connection_id, provider_id } = contact;
  const [typed, setTyped, forget] = useKept(`privity.log.${member_id}.${connection_id}.${provider_id}`, { kind: FIRST, ...EMPTY });
  const { kind, ...values } = typed;
  const setKind = (next: Kind) => setTyped({ ...typed, kind: next });
  const setValues = (next: typeof EMPTY) => setTyped({ kind, ...next });
  const [files, setFiles] = useState<File[]>([]);
  const [done, setDone] = useState("");
  const keyFor = useKeys();
  const sending = useMutation({
    mutationFn: async (confirmed: boolean) => {
      const kept = [];
      for (const file of files) kept.push((await upload(file)).file_id);
      const form = formOf(contact, kind, values, kept, confirmed);
      return send<Activity>("POST", "/activities", form, { "idempotency-key": keyFor(form) });
    },
    onMutate: () => setDone(""),
    onSuccess: () => {
      setValues({ ...EMPTY, matter: values.matter });
      forget();
      setFiles([]);
      setDone(`${ACTIVITIES[kind]} logged.`);
      logged();
    },
  });
  const shape = SHAPES[kind];
  const problem = sending.error instanceof ApiProblem ? sending.error.body : null;
  const errorOf = (name: string) => problem?.errors?.find((error) => error.path === name)?.message;
  const field = (name: keyof typeof EMPTY) => ({
    value: values[name],
    error: errorOf(name),
    onChange: (event: ChangeEvent<HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement>) =>
      setValues({ ...values, [name]: event.currentTarget.value }),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    sending.mutate(false);
  };
  return (
    <form onSubmit={submit} aria-label="Log an activity">
      <Stack gap="sm">
        <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
          <NativeSelect
            label="Kind"
            data={Object.keys(SHAPES).map((value) => ({ value, label: ACTIVITIES[value]! }))}
            value={kind}
            onChange={(event) => {
              setKind(event.currentTarget.value as Kind);
              setFiles([]);
              sending.reset();
            }}
          />
          <NativeSelect label="Matter" data={mattersOf(contact)} {...field("matter")} error={errorOf("matter_id")} />
          {shape.directed && (
            <NativeSelect
              label="Direction"
              data={[
                { value: "out", label: "To the contact" },
                { value: "in", label: "From the contact" },
              ]}
              {...field("direction")}
            />
          )}
          {shape.number && <TextInput label="Number" type="tel" placeholder={contact.channels.phones[0]?.number} {...field("number")} />}
          {shape.address && <TextInput label="Address" type="email" placeholder={contact.channels.emails[0]} {...field("address")} />}
          <TextInput
            label="When"
            description="By this computer's clock; blank: now"
            type="datetime-local"
            {...field("at")}
            error={errorOf("occurred_at")}
          />
        </SimpleGrid>
        {shape.subject && <TextInput label={shape.subject} maxLength={255} {...field("subject")} />}
        <Textarea label={shape.body} required={!shape.body_optional} autosize minRows={3} maxRows={12} {...field("body")} />
        {shape.files === "many" && (
          <FileInput
            label="Attachments"
            multiple
            value={files}
            onChange={setFiles}
            error={errorOf("file_ids")}
            placeholder="Choose files"
          />
        )}
        {shape.files === "one" && (
          <FileInput
            label="Document"
            required
            value={files[0] ?? null}
            onChange={(file) => setFiles(file ? [file] : [])}
            error={errorOf("file_id")}
            placeholder="Choose a file"
          />
        )}
        {problem?.type === "/problems/shared-address" ? (
          <Alert color="yellow" variant="outline" role="alert">
            <Stack gap="xs" align="start">
              <Text fw={600}>{problem.title}</Text>
              <Text size="sm">{problem.detail} Was it for this contact?</Text>
              <Button size="xs" variant="default" onClick={() => sending.mutate(true)}>
                Yes, log it
              </Button>
            </Stack>
          </Alert>
        ) : (
          sending.error && !problem?.errors?.length && <Trouble error={sending.error} />
        )}
        {(values.body || values.subject) && shape.files && files.length === 0 && (
          <Text size="xs" c="dimmed">
            What you type is kept in this tab until it is logged; files have to be chosen again after a reload.
          </Text>
        )}
        <Group gap="sm">
          <Button type="submit" loading={sending.isPending} disabled={shape.files === "one" && files.length === 0}>
            Log it
          </Button>
          <Text size="sm" role="status">
            {done}
          </Text>
        </Group>
      </Stack>
    </form>
  );
}

/** What is sent again as it was carries the key that it had: it is logged once, also where an answer was lost. */
function useKeys(): (form: object) => string {
  const last = useRef({ form: "", key: "" });
  return (form) => {
    const text = JSON.stringify(form);
    if (last.current.form !== text) {
      const bytes = crypto.getRandomValues(new Uint8Array(16));
      last.current = { form: text, key: [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("") };
    }
    return last.current.key;
  };
}

function mattersOf(contact: Contact) {
  const seen = new Map(contact.matters.map((matter) => [matter.provider_id, matter]));
  const options = [...seen.values()]
    .toSorted((a, b) => Number(b.status === "open") - Number(a.status === "open"))
    .map((matter) => ({
      value: matter.provider_id,
      label: `${[matter.number, matter.name].filter(Boolean).join(" ") || matter.provider_id}${matter.status === "open" ? "" : ` (${matter.status})`}`,
    }));
  return [{ value: "", label: "None: on the contact" }, ...options];
}

function formOf(contact: Contact, kind: Kind, values: typeof EMPTY, file_ids: string[], confirmed: boolean): object {
  const shape = SHAPES[kind];
  const { connection_id, provider_id } = contact;
  return {
    kind,
    contact: { connection_id, provider_id },
    matter_id: values.matter || null,
    occurred_at: values.at === "" ? null : new Date(values.at).toISOString(),
    body: values.body,
    ...(shape.directed ? { direction: values.direction } : {}),
    ...(shape.subject ? { subject: values.subject } : {}),
    ...(shape.number ? { number: values.number.trim() || null } : {}),
    ...(shape.address ? { address: values.address.trim() || null } : {}),
    ...(shape.files === "many" ? { file_ids } : {}),
    ...(shape.files === "one" ? { file_id: file_ids[0] } : {}),
    ...(confirmed ? { confirmed } : {}),
  };
}
