// Run by a person at a release: `node --import tsx test/support/record-release.ts [CHECKOUT]`, with the engines built. Brings
// stack dev of a checkout up on a control plane of its own and records the state it leaves, with what it was made from,
// under test/fixtures/releases/<version>/.
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";

import { obtainPrograms } from "../../tools/test-bed/build-process";
import { obtainEngines } from "../../tools/test-bed/engines-process";
import { userCacheFolder } from "../../adapters/http/client-source";
import { CHART_ENGINES, engineCluster, useCharts } from "./engine-cluster";
import { PROGRAM } from "./pulumi-workspace";
import { type RecordedState, compactState, publishedState, releaseFolder } from "./releases";

const ROOT = join(__dirname, "..", "..");
/** What is recorded beside the state. */
const INPUTS = ["apps", "stacks/Pulumi.dev.yaml", "stacks/dev.lock.yaml", "stacks/dev.sidecars.yaml"];

async function main(checkout: string): Promise<void> {
    const { env } = process;
    const { version } = JSON.parse(readFileSync(join(checkout, "package.json"), "utf8")) as {
        version: string;
    };
    const reporter = {
        note: (text: string) => void process.stderr.write(`${text}\n`),
        progress: () => undefined,
    };
    const cache = userCacheFolder(env);
    const pulumi = ["pulumi", "pulumi-resource-kubernetes"] as const;
    const names = [...CHART_ENGINES, "pilot-discovery" as const, ...pulumi];
    const enginePrograms = await obtainEngines({ names, env, cache, reporter });
    // The one looks for the other there.
    const folders = pulumi.map((name) => dirname(enginePrograms[name] ?? ""));
    env["PATH"] = [...folders, env["PATH"]].join(delimiter);
    const programs = await obtainPrograms({ env, cache, reporter });
    const site = await engineCluster({ name: "release", programs, enginePrograms });
    const { cluster, project, charts } = site;
    try {
        for (const part of new Set([...PROGRAM, ...INPUTS])) {
            rmSync(project.path(part), { recursive: true, force: true });
            if (existsSync(join(checkout, part))) {
                cpSync(join(checkout, part), project.path(part), { recursive: true });
            }
        }
        project.replace("stacks/Pulumi.dev.yaml", "context: kind-dev", 'context: ""');
        project.replace("stacks/Pulumi.dev.yaml", "range: ~2.9", "range: ~2.9\n    bootstrap: none");
        const folder = releaseFolder(version);
        rmSync(folder, { recursive: true, force: true });
        mkdirSync(folder, { recursive: true });
        for (const part of INPUTS) cpSync(project.path(part), join(folder, part), { recursive: true });

        useCharts(project, charts);
        const stack = await project.stack();
        const { summary } = await stack.up();
        const exported = (await stack.exportStack()) as unknown as RecordedState;
        const state = publishedState(exported, charts.mirrored);
        writeFileSync(join(folder, "state.json"), compactState(state, cluster.layout.kubeconfig));
        process.stdout.write(`${version}: ${JSON.stringify(summary.resourceChanges)}\n`);
    } finally {
        await site.stop();
    }
}

void main(process.argv[2] ?? ROOT);
