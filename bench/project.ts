import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { writeYaml, writeYamlDocuments } from "../lifecycle/kit/write-yaml";
import type { SyntheticApp } from "./synthetic";

/** Name of the one stack of a synthetic project. */
export const STACK = "bench";

const ROOT = join(__dirname, "..");

/** Writes a project with these workloads, each in a folder and file of its own, and one stack that has them all. */
export function writeProject(root: string, apps: readonly SyntheticApp[]): void {
    mkdirSync(join(root, "stacks"), { recursive: true });
    writeFileSync(join(root, "Pulumi.yaml"), readFileSync(join(ROOT, "Pulumi.yaml")));
    writeFileSync(
        join(root, "stacks", `${STACK}.lock.yaml`),
        readFileSync(join(ROOT, "stacks", "dev.lock.yaml")),
    );
    writeFileSync(
        join(root, "stacks", `Pulumi.${STACK}.yaml`),
        writeYaml(stackFile(apps), { sortKeys: false }),
    );
    for (const app of apps) writeApp(root, app);
}

/** Writes the folder of one workload. */
export function writeApp(root: string, { app, manifests }: SyntheticApp): void {
    const folder = join(root, "apps", app);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "manifests.yaml"), writeYamlDocuments(manifests, { sortKeys: false }));
}

function stackFile(apps: readonly SyntheticApp[]): object {
    return {
        config: {
            "windlass:delivery": "flux",
            "windlass:cluster": { name: STACK, kubernetes: "1.34", network: STACK, meshId: "windlass" },
            "windlass:istio": { range: "~1.31", strategy: "in-place", minimumAge: "3d" },
            "windlass:flux": {
                range: "~2.9",
                git: { url: "https://git.example.com/mesh.git", branch: "main" },
            },
            "windlass:flagger": { range: "~1.44" },
            "windlass:workloads": { mode: "git", apps: apps.map(({ app }) => app) },
        },
    };
}
