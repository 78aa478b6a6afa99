/** `privity connect clio|mycase`: prints where to sign in, takes the answer, and says whom it connected. */
import { ConnectRefused, type Connected } from "../../connections/connect.ts";
import { writeSettings } from "../../connections/store_settings.ts";
import { PROVIDERS, type Provider } from "../../model/kinds.ts";
import { PRESETS, type PresetName } from "../../model/settings.ts";
import { defaultSettings, presetsFor } from "../../model/presets.ts";
import { ensureFirm } from "../choose.ts";
import { connectOne, followAuthorize } from "../connecting.ts";
import { CliError, type Output } from "../output.ts";
import type { Program } from "../program.ts";

export interface ConnectOptions {
  region?: string;
  port: string;
  preset?: string;
  firm?: string;
  timeZone: string;
  country: string;
  follow?: boolean;
}

const WAIT_MS = 10 * 60_000;

export async function connectCommand(program: Program, output: Output, named: string, options: ConnectOptions): Promise<void> {
  const provider = PROVIDERS.find((known) => known === named);
  if (!provider) throw new CliError(`${named} is not a provider; there are: ${PROVIDERS.join(", ")}`);
  const firm_id = await ensureFirm(program, options.firm, {
    name: options.firm ?? "My firm",
    time_zone: options.timeZone,
    country: options.country,
  });
  const ask = async (authorize_url: string) => {
    output.note(`Open this address in a browser and sign in as an administrator of the firm:\n\n  ${authorize_url}\n`);
    if (options.follow && !(await followAuthorize(authorize_url)))
      output.note("The provider wants a person to sign in: please open the address.");
  };
  const region = options.region ?? program.connectors[provider].regions[0] ?? null;
  const preset = presetOf(provider, options.preset);
  try {
    const connected = await connectOne(program, { firm_id, provider, region, port: Number(options.port), ask, wait_ms: WAIT_MS });
    if (preset && connected.is_new) await startWith(program, connected, preset);
    await program.jobs.schedule();
    const { account_name, user_name } = connected.identity;
    const result = { connection_id: connected.connection_id, provider, region, account_name, user_name, is_new: connected.is_new };
    output.result(result, () => [
      `${account_name} is ${connected.is_new ? "connected" : "connected again, its data was kept"} (${provider}, as ${user_name}).`,
      "Run `privity sync` to read it, or `privity serve` to keep it current.",
    ]);
  } catch (error) {
    if (error instanceof ConnectRefused) throw new CliError(error.message);
    if (error instanceof DOMException && error.name === "TimeoutError")
      throw new CliError(
        "Nobody signed in within ten minutes. Start again; the provider shows nothing when the user lacks the permission.",
      );
    throw error;
  }
}

/** The settings of another preset than the provider's first one. */
async function startWith(program: Program, { firm_id, connection_id, provider }: Connected, preset: PresetName): Promise<void> {
  const at = program.sync.clock.now().toISOString();
  const settings = defaultSettings(provider, preset);
  await writeSettings(
    program.db.kysely,
    { firm_id, connection_id },
    { settings, note: `preset ${preset}`, created_by: "command line", at, if_version: null },
  );
}

function presetOf(provider: Provider, named: string | undefined): PresetName | undefined {
  if (named === undefined) return undefined;
  const preset = PRESETS.find((known) => known === named);
  if (!preset || !presetsFor(provider).includes(preset))
    throw new CliError(`${named} is no preset for ${provider}; there are: ${presetsFor(provider).join(", ")}`);
  return preset;
}
