/** The Spanish twin of a text that clients read, and how many texts have none yet. */
import { Anchor, List, Text, TextInput, Textarea } from "@mantine/core";
import { Section } from "./page.tsx";
import { clientTexts, lacksSpanish } from "./spanish_words.ts";
import { number } from "./words.ts";

interface TwinProps {
  place: string;
  /** What the English one is called. */
  label: string;
  english: string;
  value: string | undefined;
  change: (text: string) => void;
  /** Several lines. */
  long?: boolean;
  /** Its label is read out only. */
  bare?: boolean;
}

export function SpanishTwin({ place, label, english, value, change, long, bare }: TwinProps) {
  const shared = {
    id: place,
    lang: "es",
    "aria-label": `${label}, in Spanish`,
    ...(bare ? {} : { label: "In Spanish" }),
    // What is read until there is a twin.
    placeholder: english,
    value: value ?? "",
  };
  return long ? (
    <Textarea {...shared} rows={2} maxLength={2000} onChange={(event) => change(event.currentTarget.value)} />
  ) : (
    <TextInput {...shared} {...(bare ? { size: "xs" } : {})} maxLength={200} onChange={(event) => change(event.currentTarget.value)} />
  );
}

/** Counted in what is being typed, in force or not. */
export function SpanishMissing({ projects }: { projects: unknown }) {
  const texts = clientTexts(projects);
  const missing = texts.filter(lacksSpanish);
  if (texts.length === 0) return null;
  return (
    <Section title="In Spanish">
      <Text size="sm" role="status">
        {missing.length === 0
          ? `All ${number(texts.length)} texts that clients read are there in Spanish too.`
          : `${number(missing.length)} of ${number(texts.length)} texts that clients read have no Spanish. Whoever reads Spanish reads these in English.`}
      </Text>
      {missing.length > 0 && (
        <details className="why">
          <summary>
            <span className="why-mark">Which ones</span>
          </summary>
          <List size="sm" spacing={4} mt="xs">
            {missing.map(({ place, where, english }) => (
              <List.Item key={place}>
                <Anchor component="button" type="button" size="sm" underline="always" onClick={() => goTo(place)}>
                  {where}
                </Anchor>{" "}
                <Text span size="sm" c="dimmed">
                  {english.length > 80 ? `${english.slice(0, 80)} …` : english}
                </Text>
              </List.Item>
            ))}
          </List>
        </details>
      )}
    </Section>
  );
}

function goTo(place: string): void {
  const field = document.getElementById(place);
  field?.scrollIntoView({ block: "center" });
  field?.focus({ preventScroll: true });
}
