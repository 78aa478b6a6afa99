/** First run: the firm's name, time zone and country, and which system it works with. */
import { Button, Group, NativeSelect, SimpleGrid, Stack, Text, Title } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { send, useMe } from "../api.ts";
import { FirmFields, HERE } from "../parts/firm_fields.tsx";
import { Form } from "../parts/form.tsx";
import { Trouble } from "../parts/states.tsx";
import { REGIONS } from "./connect.tsx";
import type { StepProps } from "./first_run.tsx";

export function FirmStep({ move }: StepProps) {
  const client = useQueryClient();
  const firm = useMe().data?.firm;
  if (!firm) return null;
  // Whoever made the firm on the command line may have left the zone as it was.
  const guessed = firm.time_zone === "UTC" ? { ...firm, time_zone: HERE } : firm;
  const keep = async ({ name, time_zone, country }: Record<string, string>) => {
    await send("PATCH", "/firm", { name, time_zone, country });
    await client.invalidateQueries({ queryKey: ["/me"] });
    await move.mutateAsync({ firm_named: true });
  };
  return (
    <Stack gap="md">
      <Heading>Your firm</Heading>
      <Text>All times are shown in the firm's time zone. The country says how phone numbers without one are read.</Text>
      <Form action="Go on" send={keep}>
        <FirmFields firm={guessed} />
      </Form>
    </Stack>
  );
}

export function ProviderStep({ move }: StepProps) {
  const [region, choose] = useState("us");
  return (
    <Stack gap="md">
      <Heading>Where do you keep your matters?</Heading>
      <Text>Privity reads your contacts, matters and staff from there, and keeps them up to date. It never changes a contact there.</Text>
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="xl">
        <Stack gap="sm">
          <Title order={3} size="h5">
            Clio
          </Title>
          <NativeSelect
            label="Region"
            description="It is in the address of your Clio"
            data={REGIONS}
            value={region}
            onChange={(event) => choose(event.currentTarget.value)}
          />
          <Button loading={move.isPending} onClick={() => move.mutate({ provider: "clio", region })}>
            We work with Clio
          </Button>
        </Stack>
        <Stack gap="sm" justify="space-between">
          <Title order={3} size="h5">
            MyCase
          </Title>
          <Button loading={move.isPending} onClick={() => move.mutate({ provider: "mycase", region: null })}>
            We work with MyCase
          </Button>
        </Stack>
      </SimpleGrid>
      <Text size="sm" c="dimmed">
        You work with both? Begin with one; the other is connected later, under Connections.
      </Text>
      {move.error && <Trouble error={move.error} />}
      <Group>
        <Button variant="subtle" onClick={() => move.mutate({ firm_named: false })}>
          Back
        </Button>
      </Group>
    </Stack>
  );
}

export function Heading({ children }: { children: string }) {
  return (
    <Title order={2} size="h3">
      {children}
    </Title>
  );
}
