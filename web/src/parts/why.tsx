/** The answer to "why": the sentence, and behind it the rule and the records that it rests on (B-WHY-1). */
import { Anchor, Code, List, Text } from "@mantine/core";
import type { ReactNode } from "react";
import type { Source, Why as Reason } from "../api.ts";
import { Link } from "./router.tsx";
import { settingName } from "./setting_words.ts";
import { Time } from "./time.tsx";
import { plain } from "./words.ts";

/** Opens by click, Enter or Space: a native disclosure. `label` is what it explains, said by screen readers; `since`: when it became so. */
export function Why(props: { reasons: Reason[]; label: string; since?: string; children?: ReactNode }) {
  const { reasons, label, since, children } = props;
  return (
    <details className="why">
      <summary>
        {children}
        <span className="why-mark">Why?</span>
        <span className="only-heard"> Why {label}?</span>
      </summary>
      <div className="why-body">
        {reasons.map((reason) => (
          <OneReason key={reason.code + reason.sentence} reason={reason} />
        ))}
        {since !== undefined && (
          <Text size="xs" c="dimmed" mt={4}>
            So since <Time at={since} />
          </Text>
        )}
      </div>
    </details>
  );
}

function OneReason({ reason }: { reason: Reason }) {
  return (
    <div className="why-reason">
      <Text size="sm">{reason.sentence}</Text>
      {reason.sources.length > 0 && (
        <List size="sm" spacing={2} mt={4}>
          {reason.sources.map((source) => (
            <List.Item key={`${source.kind} ${source.id} ${source.field}`}>
              <SourceText source={source} />
            </List.Item>
          ))}
        </List>
      )}
      <Text size="xs" c="dimmed" mt={4}>
        Rule <Code>{reason.rule}</Code>
      </Text>
    </div>
  );
}

function SourceText({ source }: { source: Source }) {
  if (source.kind === "setting")
    return (
      <>
        Setting{" "}
        <Link className="name" href="/settings">
          {settingName(source.id)}
        </Link>
      </>
    );
  const name = `${plain(source.kind)} ${source.label ?? source.id}`;
  return (
    <>
      {source.link ? (
        <Anchor href={source.link} target="_blank" rel="noreferrer" size="sm" underline="always">
          {name}
        </Anchor>
      ) : (
        name
      )}
      {source.field && <> · {plain(source.field)}</>}
      {source.updated_at && (
        <Text span c="dimmed" size="sm">
          {" "}
          · changed <Time at={source.updated_at} />
        </Text>
      )}
    </>
  );
}
