/** All texts that automations send. */
import { Button, Card, Stack, Table, Text } from "@mantine/core";
import { useApi, useMe, type TemplateList } from "../api.ts";
import { Link } from "../parts/router.tsx";
import { Empty, waiting } from "../parts/states.tsx";
import { Time } from "../parts/time.tsx";

export function TemplateTable() {
  const admin = useMe().data?.role === "admin";
  const list = useApi<TemplateList>("/automation-templates");
  const items = list.data?.items ?? [];
  return (
    <Stack gap="md">
      {admin && (
        <div>
          <Button component={Link} href="/automation-templates/new">
            Write a template
          </Button>
        </div>
      )}
      {waiting(list, "templates") ??
        (items.length === 0 ? (
          <Empty title="No templates yet">A template is the text of an e-mail, with fields for names and dates.</Empty>
        ) : (
          <Card withBorder padding={0}>
            <Table verticalSpacing="sm" horizontalSpacing="md" className="stacks">
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>Template</Table.Th>
                  <Table.Th>Last saved</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {items.map((template) => (
                  <Table.Tr key={template.template_id}>
                    <Table.Td>
                      <Link className="name" href={`/automation-templates/${template.template_id}`}>
                        {template.name}
                      </Link>
                      <Text size="sm" c="dimmed">
                        {template.subject}
                      </Text>
                    </Table.Td>
                    <Table.Td>
                      <Time at={template.updated_at} /> by {template.updated_by}
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </Card>
        ))}
    </Stack>
  );
}
