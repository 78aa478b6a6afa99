/** First run: what Privity is for, which fills in every setting; then reading begins. */
import { Button, Group, Radio, Stack, Text } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { send, useApi, useConnections, useMe, type SettingsAnswer } from "../api.ts";
import { PRESET_USES, PresetFacts } from "../parts/presets.tsx";
import { withValue, type Document } from "../parts/setting_document.ts";
import { valueName } from "../parts/setting_words.ts";
import { Trouble, waiting } from "../parts/states.tsx";
import { Heading } from "./first_run_firm.tsx";
import type { StepProps } from "./first_run.tsx";

export function PresetStep({ run, move }: StepProps) {
  const path = `/connections/${run.connection_id}`;
  const query = useApi<SettingsAnswer>(`${path}/settings`);
  const reader = useConnections().data?.items.find((item) => item.connection_id === run.connection_id);
  const client = useQueryClient();
  const firm = useMe().data?.firm;
  const [chosen, choose] = useState<string | null>(null);
  const settings = query.data;
  const preset = chosen ?? String(settings?.document["preset"]);
  const begin = useMutation({
    mutationFn: async ({ presets, document, version }: SettingsAnswer) => {
      const wanted = withCountry(presets[preset]!, firm?.country ?? "US");
      if (JSON.stringify(wanted) !== JSON.stringify(document))
        await send("PUT", `${path}/settings`, { document: wanted, if_version: version, note: "First run" });
      await send("PUT", `${path}/sync-user`, {});
    },
    // Whether it went well or half of it did: what stands there now is asked anew.
    onSettled: () => client.invalidateQueries(),
  });
  if (!settings || !reader) return waiting(query, "the presets");
  return (
    <Stack gap="md">
      <Heading>What is Privity for?</Heading>
      <Text>A preset fills in every setting; each can be changed later, and tried on the whole firm before it is.</Text>
      <Radio.Group label="Preset" value={preset} onChange={choose}>
        <Stack gap="sm" mt="xs">
          {Object.entries(settings.presets).map(([name, document]) => (
            <PresetCard key={name} name={name} document={document} />
          ))}
        </Stack>
      </Radio.Group>
      <Text>
        First Privity reads, as {reader.user_name}, without sending anything and without starting anything. Then you see who would be taken
        in, and decide.
      </Text>
      {begin.error && <Trouble error={begin.error} />}
      <Group>
        <Button loading={begin.isPending} onClick={() => begin.mutate(settings)}>
          Begin reading
        </Button>
        <Button variant="subtle" onClick={() => move.mutate({ connection_id: null })}>
          Back
        </Button>
      </Group>
    </Stack>
  );
}

function PresetCard({ name, document }: { name: string; document: Document }) {
  return (
    <div>
      <Radio value={name} label={valueName("preset", name)} description={PRESET_USES[name]} />
      <details className="why preset-facts">
        <summary>
          <span className="why-mark">What it does</span>
          <span className="only-heard">: {valueName("preset", name)}</span>
        </summary>
        <PresetFacts document={document} />
      </details>
    </div>
  );
}

/** The firm has said where it is; no preset can know that. */
export function withCountry(document: Document, country: string): Document {
  return withValue(document, "contacts.country", country);
}
