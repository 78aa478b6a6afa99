/** Options that several commands have, and how a command gets its program. */
import { Option } from "commander";
import type { Output } from "./output.ts";
import type { Program } from "./program.ts";

/** Opens the program for one command and closes it again, whatever happens. */
export type WithProgram = (work: (program: Program, output: Output) => Promise<void>) => Promise<void>;

export const connectionOption = () => new Option("--connection <name>", "clio, mycase, or a connection's id");
export const firmOption = () => new Option("--firm <name>", "which firm, by name or id, where there are several");
export const everyOption = () =>
  new Option("--every <seconds>", "read that often, instead of at the times of the settings; the same in all processes");
