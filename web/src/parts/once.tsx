/** A secret or a sample to be taken away; a secret is shown here and never again. */
import { Button, Code, CopyButton, Group, Stack, Text } from "@mantine/core";

export function Copyable({ what, text }: { what: string; text: string }) {
  return (
    <CopyButton value={text} timeout={4000}>
      {({ copied, copy }) => (
        <Button size="xs" variant="default" onClick={copy} aria-label={copied ? `${what}: copied` : `Copy ${what}`} miw={76}>
          {copied ? "Copied" : "Copy"}
        </Button>
      )}
    </CopyButton>
  );
}

export function Once({ what, name, text }: { what: string; name: string; text: string }) {
  return (
    <Stack gap={4} mt="sm">
      <Text size="sm" role="status">
        {what}
      </Text>
      <Group gap="xs" wrap="nowrap" align="flex-start">
        <Code block flex={1} style={{ overflowWrap: "anywhere", whiteSpace: "pre-wrap" }}>
          {text}
        </Code>
        <Copyable what={name} text={text} />
      </Group>
    </Stack>
  );
}
