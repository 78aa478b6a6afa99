/** What the tests use of s3rver, which comes without types. */
declare module "s3rver" {
  import type { RequestListener } from "node:http";

  type Written = Promise<{ size: number; md5: string }>;

  export default class S3rver {
    constructor(options: { directory: string; silent: boolean; vhostBuckets: boolean; configureBuckets: { name: string }[] });
    configureBuckets(): Promise<unknown>;
    callback(): RequestListener;
    store: {
      listObjects(bucket: string, options: object): Promise<{ objects: { key: string }[]; isTruncated: boolean }>;
      getResourcePath(bucket: string, key: string | undefined, resource: string): string;
      putObject(object: { bucket: string; key: string }): Written;
      putPart(bucket: string, upload_id: string, part: string, content: unknown): Written;
    };
    logger: { close(): void; exceptions: { unhandle(): void } };
  }
}
