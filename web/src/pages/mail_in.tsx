/** Taking answers by e-mail: which domain they go to, and where the mail service delivers them; for admins. */
import { Button, Code, Stack, Text, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { send, useApi, type MailIn, type MailInSet } from "../api.ts";
import { Form } from "../parts/form.tsx";
import { Section } from "../parts/page.tsx";
import { Trouble, waiting } from "../parts/states.tsx";
import { Time } from "../parts/time.tsx";

export function AnswersByMail() {
  const mail_in = useApi<MailIn>("/mail-in");
  const client = useQueryClient();
  const [set, setSet] = useState<MailInSet | null>(null);
  const fresh = () => client.invalidateQueries({ queryKey: ["/mail-in"] });
  const off = useMutation({
    mutationFn: () => send<MailIn>("DELETE", "/mail-in"),
    onSuccess: async () => {
      setSet(null);
      await fresh();
    },
  });
  const now = mail_in.data;
  return (
    <Section title="Answers by e-mail">
      {!now ? (
        waiting(mail_in, "answers by e-mail")
      ) : (
        <Stack gap="md">
          <Text size="sm">
            {now.domain === null ? (
              "Off: clients answer in the portal. To let them answer a notice by e-mail, have a mail service deliver all letters to a domain of its own, such as reply.yourfirm.com, to Privity."
            ) : (
              <>
                Answers go to addresses at <Code>{now.domain}</Code>. Set by {now.set_by}, <Time at={now.set_at} />.
              </>
            )}
          </Text>
          {set && (
            <Text size="sm" role="status">
              Tell your mail service to deliver each letter, raw, by POST to{" "}
              <Code style={{ overflowWrap: "anywhere" }}>{set.hook_url}</Code>. It is shown this once.
            </Text>
          )}
          <Form
            action={now.domain === null ? "Take answers by e-mail" : "Make a new address"}
            send={({ domain }) => send<MailInSet>("PUT", "/mail-in", { domain })}
            done={(answer) => {
              setSet(answer);
              void fresh();
            }}
          >
            <TextInput
              name="domain"
              label="Domain for answers"
              placeholder="reply.yourfirm.com"
              defaultValue={now.domain ?? ""}
              required
              maw={420}
            />
          </Form>
          {now.domain !== null && (
            <Button variant="default" loading={off.isPending} onClick={() => off.mutate()} style={{ alignSelf: "flex-start" }}>
              Take no more answers by e-mail
            </Button>
          )}
          {off.error && <Trouble error={off.error} />}
        </Stack>
      )}
    </Section>
  );
}
