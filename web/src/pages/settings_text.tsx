/** For whoever would rather copy a whole document from one place to another. */
import { Button, Group, Stack, Textarea } from "@mantine/core";
import { useState } from "react";
import { Section } from "../parts/page.tsx";
import type { Document } from "../parts/setting_document.ts";

export function AsText({ draft, change }: { draft: Document; change: (document: Document) => void }) {
  const [text, setText] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const take = () => {
    try {
      change(JSON.parse(text ?? "{}") as Document);
      setText(null);
      setProblem(null);
    } catch (error) {
      setProblem(`This is not JSON yet: ${error instanceof Error ? error.message : String(error)}`);
    }
  };
  return (
    <Section title="All settings as text">
      <Stack gap="sm">
        <Textarea
          label="All settings of this connection"
          description="Taken into the other sections; nothing is put in force before you say so there."
          value={text ?? JSON.stringify(draft, null, 2)}
          onChange={(event) => setText(event.currentTarget.value)}
          error={problem}
          autosize
          minRows={12}
          maxRows={32}
          spellCheck={false}
          styles={{ input: { fontFamily: "var(--mantine-font-family-monospace)", fontSize: "0.8125rem" } }}
        />
        <Group>
          <Button variant="default" disabled={text === null} onClick={take}>
            Take into the form
          </Button>
        </Group>
      </Stack>
    </Section>
  );
}
