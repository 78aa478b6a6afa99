/** `privity keys rotate`: a new key-encryption key, a new data key per firm, and what they lock sealed anew; while everything runs. */
import { resealMailServer } from "../../accounts/mail_server.ts";
import { resealAnswers } from "../../api/idempotency.ts";
import { resealApplications } from "../../connections/applications.ts";
import { resealGrants } from "../../connections/rotation.ts";
import { forgetPreviousKeyFile, openVault, replaceKeyFile } from "../../connections/vault.ts";
import { resealSecrets } from "../../events/secrets.ts";
import { listEndpoints } from "../../events/store_endpoints.ts";
import { resealTextAccount } from "../../portal/text_account.ts";
import { resealSubscriptions } from "../../sync/webhooks/secrets.ts";
import { tellFirst } from "../acting.ts";
import type { Output } from "../output.ts";
import type { Program } from "../program.ts";

export type RotationOf = Pick<Program, "config" | "db"> & { sync: Pick<Program["sync"], "clock"> };

export interface Rotated {
  firms: number;
  grants: number;
  /** Secrets of the firms' own applications at the providers. */
  applications: number;
  /** Secrets that we sign with, and that the providers sign with. */
  endpoints: number;
  subscriptions: number;
  /** Passwords of the firms' own SMTP servers. */
  mail_servers: number;
  /** Accounts that the firms' texts go through. */
  text_accounts: number;
  /** Answers kept for idempotency keys. */
  answers: number;
}

export async function rotateKeys({ config, db, sync }: RotationOf): Promise<Rotated> {
  if (config.secret_key === null) await replaceKeyFile(config);
  // A vault of its own: the program's was opened before the file changed.
  const vault = await openVault(db, config);
  const firms = await vault.rotate();
  const done = {
    firms: firms.length,
    grants: 0,
    applications: 0,
    endpoints: 0,
    subscriptions: 0,
    mail_servers: 0,
    text_accounts: 0,
    answers: 0,
  };
  for (const firm_id of firms) {
    await tellFirst({ db }, firm_id, "keys.rotate", firm_id);
    done.grants += await resealGrants(db, vault, firm_id);
    done.applications += await resealApplications(db, vault, firm_id);
    for (const endpoint of await listEndpoints(db.kysely, firm_id)) {
      await resealSecrets({ db, vault, clock: sync.clock }, endpoint);
      done.endpoints += 1;
    }
    done.subscriptions += await resealSubscriptions(db.kysely, vault, firm_id);
    done.mail_servers += await resealMailServer(db.kysely, vault, firm_id);
    done.text_accounts += await resealTextAccount(db.kysely, vault, firm_id);
    done.answers += await resealAnswers(db.kysely, vault, firm_id);
  }
  // A process that had not seen the new key yet may have made one more under the old one meanwhile.
  await vault.rewrap();
  if (config.secret_key === null) await forgetPreviousKeyFile(config);
  return done;
}

export async function rotateKeysCommand(program: Program, output: Output): Promise<void> {
  const done = await rotateKeys(program);
  output.result(done, () => [
    `Keys of ${done.firms} firm${done.firms === 1 ? "" : "s"} are wrapped anew; ${done.grants} grants, ${done.applications} applications, ${done.endpoints + done.subscriptions} webhook secrets, ${done.mail_servers} mail passwords, ${done.text_accounts} texting accounts and ${done.answers} kept answers are sealed with new ones.`,
    ...(program.config.secret_key === null
      ? []
      : ["PRIVITY_SECRET_KEY_PREVIOUS is not needed any more once every process has restarted without it."]),
  ]);
}
