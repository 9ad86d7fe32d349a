import { join } from "node:path";

/** This project's own root: catalog, templates, documents. */
export const ROOT = join(__dirname, "..", "..");

/**
 * The mesh that tests read: `Pulumi.yaml`, `stacks/` and `apps/` of their own. Those at the root are the living example, which
 * anybody may change; no test of the product reads them.
 */
export const MESH = join(ROOT, "test", "fixtures", "mesh");
