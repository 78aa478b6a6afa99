/** MyCase's two hosts: one for sign-in and tokens, one for data (mycase.md §0.3). There are no regions. */

export interface MyCaseHosts {
  auth_origin: string;
  api_origin: string;
}

export function mycaseHosts(options: { auth_url?: string | undefined; api_url?: string | undefined }): MyCaseHosts {
  return {
    auth_origin: new URL(options.auth_url ?? "https://auth.mycase.com").origin,
    api_origin: new URL(options.api_url ?? "https://external-integrations.mycase.com").origin,
  };
}
