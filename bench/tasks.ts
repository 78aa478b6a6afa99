/** What a child process can be asked. */
import { askApi } from "./tasks/api.ts";
import { runLanes } from "./tasks/jobs.ts";
import { runFloor } from "./tasks/floor.ts";
import { openSandbox, sandboxRequests, touchContacts } from "./tasks/sandbox.ts";
import { changeSettings, prepareFirm, runSync } from "./tasks/sync.ts";

export const tasks = { openSandbox, sandboxRequests, touchContacts, runFloor, prepareFirm, runSync, changeSettings, askApi, runLanes };

type Tasks = typeof tasks;
export type Questions = { [Name in keyof Tasks]: Parameters<Tasks[Name]>[0] };
export type Answers = { [Name in keyof Tasks]: Awaited<ReturnType<Tasks[Name]>> };
