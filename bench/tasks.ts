/** What a child process can be asked. */
import { askApi } from "./tasks/api.ts";
import { evaluateAutomations } from "./tasks/automations.ts";
import { runLanes } from "./tasks/jobs.ts";
import { runFloor } from "./tasks/floor.ts";
import { previewSettings } from "./tasks/preview.ts";
import { servePortal } from "./tasks/portal.ts";
import { deliverStorm, moveStage, openSandbox, sandboxRequests, touchContacts, personIds, renamePeople } from "./tasks/sandbox.ts";
import { changeSettings, prepareFirm, runSync } from "./tasks/sync.ts";
import { comparePolicy, deliverUnderMix, killWhileWriting, timeWrites } from "./tasks/writeback.ts";
import { servePage } from "./tasks/web.ts";
import { receiveWebhooks, watchNames } from "./tasks/webhooks.ts";

export const tasks = {
  openSandbox,
  sandboxRequests,
  touchContacts,
  runFloor,
  prepareFirm,
  runSync,
  changeSettings,
  previewSettings,
  askApi,
  servePage,
  servePortal,
  evaluateAutomations,
  runLanes,
  deliverStorm,
  moveStage,
  personIds,
  renamePeople,
  receiveWebhooks,
  watchNames,
  deliverUnderMix,
  killWhileWriting,
  comparePolicy,
  timeWrites,
};

type Tasks = typeof tasks;
export type Questions = { [Name in keyof Tasks]: Parameters<Tasks[Name]>[0] };
export type Answers = { [Name in keyof Tasks]: Awaited<ReturnType<Tasks[Name]>> };
