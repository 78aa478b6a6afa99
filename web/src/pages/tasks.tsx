/** Tasks that automations gave to members: mine, or everybody's; ticked off and taken back. */
import { Card, Checkbox, Group, Stack, Text } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { send, useMe, usePages, type Task } from "../api.ts";
import { ContactLink } from "../parts/automation_parts.tsx";
import { Choice } from "../parts/filters.tsx";
import { PageTitle } from "../parts/page.tsx";
import { Link, useQueryValue } from "../parts/router.tsx";
import { Empty, More, Trouble, waiting } from "../parts/states.tsx";
import { dayText, Time } from "../parts/time.tsx";
import { told } from "../parts/undo.tsx";

const WHOSE = [
  { value: "", label: "Mine" },
  { value: "all", label: "Everybody’s" },
];
const WHICH = [
  { value: "", label: "To do" },
  { value: "done", label: "Done" },
];

export function TasksPage() {
  const me = useMe().data;
  const [whose] = useQueryValue("whose");
  const [state] = useQueryValue("state");
  return (
    <>
      <PageTitle below="What automations ask members to do.">{whose === "all" ? "Tasks of everybody" : "My tasks"}</PageTitle>
      <Stack gap="md">
        <Group>
          <Choice name="whose" label="Whose" options={WHOSE} />
          <Choice name="state" label="Which" options={WHICH} />
        </Group>
        {me && <TaskList key={whose + state} state={state || "open"} member={whose === "all" ? undefined : (me.member_id ?? undefined)} />}
      </Stack>
    </>
  );
}

function TaskList({ state, member }: { state: string; member: string | undefined }) {
  const list = usePages<Task>("/tasks", { state, member });
  return (
    <>
      {waiting(list, "tasks") ??
        (list.items.length === 0 ? (
          <Empty title={state === "open" ? "Nothing to do" : "Nothing done yet"}>
            {state === "open" && "Tasks come from automations with the step “Give a task to a member”."}
          </Empty>
        ) : (
          <Stack gap="xs">
            {list.items.map((task) => (
              <OneTask key={task.task_id} task={task} whose={member === undefined} />
            ))}
          </Stack>
        ))}
      <More query={list} />
    </>
  );
}

function OneTask({ task, whose }: { task: Task; whose: boolean }) {
  const client = useQueryClient();
  const set = async (done: boolean) => {
    await send("PUT", `/tasks/${task.task_id}`, { done });
    await client.invalidateQueries();
  };
  const tick = useMutation({
    mutationFn: (done: boolean) => set(done),
    onSuccess: (_done, done) => told(done ? `Done: ${task.title}.` : `To do again: ${task.title}.`, () => set(!done)),
  });
  return (
    <Card withBorder padding="sm">
      <Group wrap="nowrap" align="flex-start">
        <Checkbox
          aria-label={`${task.title}, ${task.contact_name ?? task.contact_id}`}
          checked={task.state === "done"}
          disabled={tick.isPending}
          onChange={(event) => tick.mutate(event.currentTarget.checked)}
        />
        <div>
          <Text fw={600}>{task.title}</Text>
          <Text size="sm" component="div">
            <ContactLink whose={task} />
            {task.matter_id && (
              <>
                {" · "}
                <Link className="name" href={`/matters/${task.connection_id}/${encodeURIComponent(task.matter_id)}`}>
                  The matter
                </Link>
              </>
            )}
            {whose && ` · ${task.member ?? "a former member"}`}
            {task.due_on && task.state === "open" && ` · due ${dayText(task.due_on)}`}
            {task.done_at && (
              <>
                {" · done by "}
                {task.done_by}, <Time at={task.done_at} />
              </>
            )}
          </Text>
          {tick.error && <Trouble error={tick.error} />}
        </div>
      </Group>
    </Card>
  );
}
