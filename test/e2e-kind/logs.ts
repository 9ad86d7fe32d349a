import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { kubectl } from "./kubectl-cluster";
import { CLIENT } from "./traffic";

const PARTS: Readonly<Record<string, readonly string[]>> = {
    "events.txt": ["get", "events", "-A", "--sort-by=.lastTimestamp"],
    "pods.txt": ["get", "pods", "-A", "-o", "wide"],
    "releases.yaml": ["get", "helmreleases", "-A", "-o", "yaml"],
    "canaries.yaml": ["get", "canaries", "-A", "-o", "yaml"],
    "describe.txt": ["-n", "prod", "describe", "pods"],
    "istiod.log": ["-n", "istio-system", "logs", "-l", "app=istiod", "--tail=-1"],
    "flagger.log": ["-n", "flagger-system", "logs", "-l", "app.kubernetes.io/name=flagger", "--tail=-1"],
    "helm-controller.log": ["-n", "flux-system", "logs", "-l", "app=helm-controller", "--tail=-1"],
    "client.log": ["-n", CLIENT, "logs", CLIENT],
};

/** Writes what a person needs to see why. Each part by itself: the cluster may be half gone. */
export async function keepLogs(folder: string): Promise<void> {
    mkdirSync(folder, { recursive: true });
    for (const [file, args] of Object.entries(PARTS)) {
        writeFileSync(join(folder, file), await kubectl(...args).catch((error: unknown) => String(error)));
    }
}
