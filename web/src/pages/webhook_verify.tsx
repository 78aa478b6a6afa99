/** How a receiver sees that a message is Privity's: a sample to copy, run by a test against a real message. */
import { Code, Stack, Text } from "@mantine/core";
import { Copyable } from "../parts/once.tsx";
import { Section } from "../parts/page.tsx";
import { SAMPLE } from "./webhook_sample.ts";

export function VerifySample() {
  return (
    <Section title="How your program verifies a message" aside={<Copyable what="the sample" text={SAMPLE} />}>
      <Stack gap="xs">
        <Text size="sm">
          Messages follow Standard Webhooks, for which there are libraries in most languages. Without one, this is all of it (Node):
        </Text>
        <Code block tabIndex={0} style={{ whiteSpace: "pre", overflowX: "auto" }}>
          {SAMPLE}
        </Code>
      </Stack>
    </Section>
  );
}
