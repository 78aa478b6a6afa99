/** Something that one should know before reading on. */
import { Alert, Text } from "@mantine/core";
import type { ReactNode } from "react";

export function Notice({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Alert color="yellow" variant="outline" mb="md" role="region" aria-label={title}>
      <Text fw={600}>{title}</Text>
      <Text size="sm" component="div">
        {children}
      </Text>
    </Alert>
  );
}
