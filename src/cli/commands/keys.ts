/** `privity keys rotate`: a new key-encryption key, a new data key per firm, and what they lock sealed anew; while everything runs. */
import { resealGrants } from "../../connections/rotation.ts";
import { forgetPreviousKeyFile, openVault, replaceKeyFile } from "../../connections/vault.ts";
import { resealSecrets } from "../../events/secrets.ts";
import { listEndpoints } from "../../events/store_endpoints.ts";
import type { Output } from "../output.ts";
import type { Program } from "../program.ts";

export type RotationOf = Pick<Program, "config" | "db"> & { sync: Pick<Program["sync"], "clock"> };

export async function rotateKeys({ config, db, sync }: RotationOf): Promise<{ firms: number; grants: number; endpoints: number }> {
  if (config.secret_key === null) await replaceKeyFile(config);
  // A vault of its own: the program's was opened before the file changed.
  const vault = await openVault(db, config);
  const firms = await vault.rotate();
  const done = { firms: firms.length, grants: 0, endpoints: 0 };
  for (const firm_id of firms) {
    done.grants += await resealGrants(db, vault, firm_id);
    for (const endpoint of await listEndpoints(db.kysely, firm_id)) {
      await resealSecrets({ db, vault, clock: sync.clock }, endpoint);
      done.endpoints += 1;
    }
  }
  if (config.secret_key === null) await forgetPreviousKeyFile(config);
  return done;
}

export async function rotateKeysCommand(program: Program, output: Output): Promise<void> {
  const done = await rotateKeys(program);
  output.result(done, () => [
    `Keys of ${done.firms} firm${done.firms === 1 ? "" : "s"} are wrapped anew; ${done.grants} grants and ${done.endpoints} webhook secrets are sealed with new ones.`,
    ...(program.config.secret_key === null
      ? []
      : ["PRIVITY_SECRET_KEY_PREVIOUS is not needed any more once every process has restarted without it."]),
  ]);
}
