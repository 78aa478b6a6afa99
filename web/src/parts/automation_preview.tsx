/** What a named contact would get, or why nothing would start (B-AUT-3): asked anew when a contact is chosen or the button is pressed. */
import { Button, NativeSelect, Stack, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { send, useApi, type AutomationPreview, type Contact, type TemplateList } from "../api.ts";
import { ContactPicker, WhyLine, type Picked } from "./automation_parts.tsx";
import type { AutomationDocument } from "./automation_words.ts";
import { Chip, type Tone } from "./chip.tsx";
import { Section } from "./page.tsx";
import { Trouble } from "./states.tsx";
import { complete, type TemplateDraft } from "./template_editor.tsx";
import { Time } from "./time.tsx";

const WOULD: Record<AutomationPreview["would_start"], { words: string; tone: Tone }> = {
  yes: { words: "It would start", tone: "good" },
  held: { words: "It would be held", tone: "wait" },
  later: { words: "It would start later", tone: "wait" },
  no: { words: "It would not start", tone: "bad" },
};

interface PreviewProps {
  document: AutomationDocument;
  /** As they are typed, not as they are kept. */
  templates: (TemplateDraft & { template_id: string })[];
  /** For automations that are about a matter. */
  about_matter: boolean;
}

export function TryOut({ document, templates, about_matter }: PreviewProps) {
  const [contact, setContact] = useState<Picked | null>(null);
  const [matter_id, setMatter] = useState("");
  const matters = useApi<Contact>(
    `/contacts/${contact?.connection_id}/${encodeURIComponent(contact?.provider_id ?? "")}`,
    {},
    { enabled: contact !== null && about_matter },
  ).data?.matters;
  const attempt = useMutation({
    mutationFn: (asked: { contact: Picked; matter_id: string }) =>
      send<AutomationPreview>("POST", "/automation-previews", {
        connection_id: asked.contact.connection_id,
        provider_id: asked.contact.provider_id,
        matter_id: asked.matter_id || null,
        document,
        templates: templates.map(({ template_id, ...draft }) => ({ template_id, ...complete(draft) })),
      }),
  });
  const pick = (next: Picked | null) => {
    setContact(next);
    setMatter("");
    attempt.reset();
    if (next && !about_matter) attempt.mutate({ contact: next, matter_id: "" });
  };
  const choose = (id: string) => {
    setMatter(id);
    if (contact && id) attempt.mutate({ contact, matter_id: id });
  };
  const named = [...new Map((matters ?? []).map((each) => [each.provider_id, each])).values()];
  return (
    <Section title="Try it on somebody">
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          As it stands here, saved or not. Nothing is sent.
        </Text>
        <ContactPicker label="Contact" pick={pick} />
        {about_matter && contact && (
          <NativeSelect
            label="Matter"
            data={[
              { value: "", label: matters && named.length === 0 ? "On no matter" : "Choose …" },
              ...named.map((each) => ({
                value: each.provider_id,
                label: [each.number, each.name].filter(Boolean).join(" ") || each.provider_id,
              })),
            ]}
            value={matter_id}
            onChange={(event) => choose(event.currentTarget.value)}
          />
        )}
        {contact && (
          <div>
            <Button size="xs" variant="default" loading={attempt.isPending} onClick={() => attempt.mutate({ contact, matter_id })}>
              Try again
            </Button>
          </div>
        )}
        {attempt.error && <Trouble error={attempt.error} />}
        <div role="status">{attempt.data && <Answer answer={attempt.data} />}</div>
      </Stack>
    </Section>
  );
}

function Answer({ answer: { would_start, why, to, from_name, leaves_at, texts } }: { answer: AutomationPreview }) {
  const { words, tone } = WOULD[would_start];
  const fields = useApi<TemplateList>("/automation-templates").data?.fields;
  return (
    <Stack gap="sm">
      <div>
        <Chip short tone={tone}>
          {words}
        </Chip>
      </div>
      <WhyLine why={why} />
      {texts.length > 0 && (
        <Text size="sm" style={{ overflowWrap: "anywhere" }}>
          To {to ?? "nobody: there is no usable address"}
          {from_name && `, in the name of ${from_name}`}.{" "}
          {leaves_at && (
            <>
              It would leave <Time at={leaves_at} /> at the earliest.
            </>
          )}
        </Text>
      )}
      {texts.map((text) => (
        <div key={text.step} className="why-body">
          <Text fw={600}>{text.subject ?? text.template}</Text>
          {text.body !== null && (
            <Text size="sm" style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}>
              {text.body}
            </Text>
          )}
          <WhyLine why={text.why} />
          {text.fell_back.length > 0 && (
            <Text size="sm" c="dimmed">
              Empty for them, so something else stands in:{" "}
              {text.fell_back.map((field) => fields?.find((each) => each.field === field)?.words ?? field).join(", ")}.
            </Text>
          )}
        </div>
      ))}
      {texts.length > 0 && (
        <Text size="sm" c="dimmed">
          A line below the words lets its reader stop such e-mails.
        </Text>
      )}
    </Stack>
  );
}
