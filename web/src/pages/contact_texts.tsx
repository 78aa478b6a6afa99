/** Texting a contact from their page, where the firm has set that up. */
import { Button, Stack } from "@mantine/core";
import { useState } from "react";
import type { Contact } from "../api.ts";
import { Section } from "../parts/page.tsx";
import { OpenTexts, TextForm, useTexts } from "../parts/texts.tsx";

export function ContactTexts({ contact }: { contact: Contact }) {
  const { path, texts } = useTexts(contact.connection_id, contact.provider_id);
  const [writing, setWriting] = useState(false);
  const now = texts.data;
  if (!now || (!now.on && now.items.length === 0)) return null;
  return (
    <Section title="Texts">
      <Stack gap="sm">
        <OpenTexts items={now.items} />
        {now.on &&
          (writing ? (
            <TextForm path={path} texts={now} name={contact.first_name || contact.name} matter_id={null} />
          ) : (
            <Button variant="default" style={{ alignSelf: "flex-start" }} onClick={() => setWriting(true)}>
              Write a text
            </Button>
          ))}
      </Stack>
    </Section>
  );
}
