/** The rows of the contacts list, which can be selected: one by one, a range with Shift, or all that are shown. */
import { Box, Card, Checkbox, Table } from "@mantine/core";
import { useTable, type RowSelectionState } from "@tanstack/react-table";
import { memo, type Dispatch, type SetStateAction } from "react";
import type { ContactRow } from "../api.ts";
import { columns, features, NAME, type Columns } from "./contacts_columns.tsx";

export const rowId = (contact: { connection_id: string; provider_id: string }): string => `${contact.connection_id}/${contact.provider_id}`;

interface Props {
  items: ContactRow[];
  columns: Columns;
  selected: RowSelectionState;
  select: Dispatch<SetStateAction<RowSelectionState>>;
}

const columnsIn = ({ columns }: Props): string => `${columns.order.join()} ${columns.shown.join()}`;

/** Drawn anew when there is something new in it, not with every key that is typed above it. */
export const ContactTable = memo(
  Rows,
  (was, is) => was.items === is.items && was.selected === is.selected && columnsIn(was) === columnsIn(is),
);

function Rows(props: Props) {
  const { items, selected, select } = props;
  const { order, shown } = props.columns;
  const table = useTable({
    features,
    columns,
    data: items,
    getRowId: rowId,
    state: {
      rowSelection: selected,
      columnOrder: [NAME, ...order],
      columnVisibility: Object.fromEntries(order.map((id) => [id, shown.includes(id)])),
    },
    onRowSelectionChange: select,
  });
  return (
    <Card withBorder padding={0}>
      <Box style={{ overflowX: "auto" }}>
        <Table verticalSpacing="sm" horizontalSpacing="md" highlightOnHover>
          <Table.Thead>
            {table.getHeaderGroups().map((group) => (
              <Table.Tr key={group.id}>
                <Table.Th w={44}>
                  <Checkbox
                    aria-label="Select all that are shown"
                    checked={table.getIsAllRowsSelected()}
                    indeterminate={table.getIsSomeRowsSelected() && !table.getIsAllRowsSelected()}
                    onChange={table.getToggleAllRowsSelectedHandler()}
                  />
                </Table.Th>
                {group.headers.map((header) => (
                  <Table.Th key={header.id} {...wide(header.id)}>
                    <table.FlexRender header={header} />
                  </Table.Th>
                ))}
              </Table.Tr>
            ))}
          </Table.Thead>
          <Table.Tbody>
            {table.getRowModel().rows.map((row) => (
              <Table.Tr key={row.id} aria-selected={row.getIsSelected()}>
                <Table.Td>
                  <Checkbox
                    aria-label={`Select ${row.original.name || row.original.provider_id}`}
                    checked={row.getIsSelected()}
                    onChange={row.getToggleSelectedHandler()}
                  />
                </Table.Td>
                {row.getVisibleCells().map((cell) => (
                  <Table.Td key={cell.id} {...wide(cell.column.id)}>
                    <table.FlexRender cell={cell} />
                  </Table.Td>
                ))}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Box>
    </Card>
  );
}

/** On a phone the name says the most important of the others too. */
const wide = (id: string) => (id === NAME ? {} : { visibleFrom: "sm" as const });
