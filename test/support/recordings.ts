import { readFileSync } from "node:fs";
import { join } from "node:path";

import { parseYamlDocument } from "../../lifecycle/kit/strict-yaml";
import type { Manifest } from "../../lifecycle/workloads/manifest";

/**
 * What istioctl made of five workloads, run as
 * `istioctl kube-inject --revision default -f WORKLOAD` with the configuration of a chart with default values, cluster
 * `dev` and access log `/dev/stdout`.
 */
const FOLDER = join(__dirname, "..", "fixtures", "recordings");

export const RECORDED_VERSIONS = ["1.30.3", "1.31.0", "1.31.1"] as const;
/** Workloads that are injected; `node-agent` uses the host's network and is not. */
export const RECORDED_WORKLOADS = ["backend", "ledger", "native", "report"] as const;

/** A workload's manifest before injection. */
export function recordedWorkload(name: string): Manifest {
    return read(join(FOLDER, "workloads", `${name}.yaml`));
}

/** The text istioctl answered with. */
export function recordedText(version: string, name: string): string {
    return readFileSync(join(FOLDER, `istioctl-${version}`, `${name}.yaml`), "utf8").replace(/^---\n$/m, "");
}

/** What istioctl answered with. */
export function recordedOutput(version: string, name: string): Manifest {
    return parse(recordedText(version, name), name);
}

function read(file: string): Manifest {
    return parse(readFileSync(file, "utf8"), file);
}

function parse(text: string, file: string): Manifest {
    return parseYamlDocument(text, { file, dialect: "kubernetes" }).value as unknown as Manifest;
}
