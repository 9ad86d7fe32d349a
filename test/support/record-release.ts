// Run by a person at a release: `node --import tsx test/support/record-release.ts [CHECKOUT]`, with pulumi and its
// Kubernetes provider on PATH. Brings stack dev of a checkout up on a control plane of its own and records the state it
// leaves, with what it was made from, under test/fixtures/releases/<version>/.
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { obtainPrograms } from "../../tools/test-bed/build-process";
import { userCacheFolder } from "../../adapters/http/client-source";
import { installCrds, startTestCluster, stop } from "./control-plane";
import { HelmStandIn } from "./helm-stand-in";
import { PROGRAM, PulumiProject } from "./pulumi-workspace";
import { type RecordedState, compactState, releaseFolder } from "./releases";
import { addNode } from "./stack-in-cluster";

const ROOT = join(__dirname, "..", "..");
/** What is recorded beside the state. */
const INPUTS = ["apps", "stacks/Pulumi.dev.yaml", "stacks/dev.lock.yaml", "stacks/dev.sidecars.yaml"];

async function main(checkout: string): Promise<void> {
    const { version } = JSON.parse(readFileSync(join(checkout, "package.json"), "utf8")) as {
        version: string;
    };
    const reporter = {
        note: (text: string) => void process.stderr.write(`${text}\n`),
        progress: () => undefined,
    };
    const programs = await obtainPrograms({
        env: process.env,
        cache: userCacheFolder(process.env),
        reporter,
    });
    const cluster = await startTestCluster("release", programs);
    const helm = new HelmStandIn(cluster.api);
    const project = new PulumiProject(cluster.layout.kubeconfig);
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

        await installCrds(cluster.api);
        await addNode(cluster.api);
        const stack = await project.stack();
        const { summary } = await stack.up();
        const state = (await stack.exportStack()) as unknown as RecordedState;
        writeFileSync(join(folder, "state.json"), compactState(state, cluster.layout.kubeconfig));
        process.stdout.write(`${version}: ${JSON.stringify(summary.resourceChanges)}\n`);
    } finally {
        await helm.stop();
        await stop(cluster);
        project.remove();
    }
}

void main(process.argv[2] ?? ROOT);
