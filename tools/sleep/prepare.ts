import { chmodSync, cpSync, mkdirSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { getIn } from "../../lifecycle/kit/json-path";
import { parseYamlDocuments } from "../../lifecycle/kit/strict-yaml";
import type { Manifest } from "../../lifecycle/workloads/manifest";
import { messageOf } from "../../test/support/kube-api";
import { KUSTOMIZATIONS, isReady, nameOf } from "../../test/support/mesh-observed";
import { git, windlass } from "./commands";
import { type FleetCohorts, NEW, OLD, STACK, fleetFiles } from "./fleet";
import type { Site } from "./site";

const ROOT = join(__dirname, "..", "..");

export interface PrepareArgs {
    readonly workloads: number;
    readonly cohorts: FleetCohorts;
    /** Path of a real istioctl. */
    readonly istioctl: string;
    readonly say: (text: string) => void;
    readonly signal: AbortSignal;
}

/** Fills a site that holds nothing yet: the fleet in Git, and in the cluster, with every canary initialized. */
export async function prepareFleet(site: Site, args: PrepareArgs): Promise<void> {
    const { say, signal, istioctl, workloads } = args;
    const where = { cwd: site.project, signal, env: commandEnv(site) };
    say("Writing the fleet …");
    const context = `windlass-${site.layout.name}`;
    const { charts, git: url, cohorts } = { ...site, ...args };
    writeProject(site.project, fleetFiles({ workloads, cohorts, context, charts, git: url }));
    addIstioctl(site.project, istioctl);
    await git(["init", "--quiet", "--bare", "--initial-branch=main", site.repository], {
        cwd: site.layout.folder,
    });
    await git(["init", "--quiet", "--initial-branch=main"], where);
    for (const [key, value] of [
        ["user.name", "night[bot]"],
        ["user.email", "night@example.com"],
    ] as const)
        await git(["config", key, value], where);
    // Relative, so that a snapshot may be used elsewhere.
    await git(["remote", "add", "origin", "../forge/mesh.git"], where);
    await windlass(["inject", "--stack", STACK], where);
    await windlass(["render", "--stack", STACK], where);
    await git(["add", "--all", "."], where);
    await git(["commit", "--quiet", "--message=The fleet"], where);
    await git(["push", "--quiet", "origin", "HEAD:main"], where);
    await git(["clone", "--quiet", "../forge/mesh.git", site.checkout], where);
    await git(["remote", "set-url", "origin", "../forge/mesh.git"], { cwd: site.checkout });
    symlinkSync("../project/.cache", join(site.checkout, ".cache"));
    await bootstrap(site);
    await untilInitialized(site, args);
}

/** What a command of a workflow has in its environment. */
export function commandEnv({ layout }: Pick<Site, "layout">): Readonly<Record<string, string | undefined>> {
    return {
        KUBECONFIG: layout.kubeconfig,
        ISTIOCTL: undefined,
        NO_PROXY: "127.0.0.1,localhost",
        GIT_CONFIG_GLOBAL: "/dev/null",
    };
}

function writeProject(folder: string, files: ReadonlyMap<string, string>): void {
    for (const [path, text] of files) {
        const file = join(folder, path);
        mkdirSync(dirname(file), { recursive: true });
        writeFileSync(file, text);
    }
    cpSync(join(ROOT, "catalog"), join(folder, "catalog"), { recursive: true });
    writeFileSync(join(folder, ".gitignore"), ".cache\n");
}

/** There is one real istioctl: it serves for both releases, and says that it is the one it is asked for. */
function addIstioctl(folder: string, istioctl: string): void {
    for (const version of [OLD, NEW]) {
        const file = join(folder, ".cache", "istioctl", version, "istioctl");
        mkdirSync(dirname(file), { recursive: true });
        const stamped = `'${istioctl}' "$@" | sed -E 's/1\\.31\\.[0-9]+/${version}/g'`;
        writeFileSync(
            file,
            `#!/bin/sh\nif [ "$1" = version ]; then ${stamped}; else exec '${istioctl}' "$@"; fi\n`,
        );
        chmodSync(file, 0o755);
    }
}

/** Applies what `pulumi up` applies of a stack that Flux delivers: where Flux reads, and in which order. */
async function bootstrap({ api, project }: Site): Promise<void> {
    const folder = join(project, "clusters", STACK, "flux");
    for (const name of readdirSync(folder).sort()) {
        const text = readFileSync(join(folder, name), "utf8");
        for (const { value } of parseYamlDocuments(text, { file: name, dialect: "kubernetes" })) {
            const answer = await api.apply(value as unknown as Manifest, "pulumi-kubernetes");
            if (answer.status >= 300) throw new Error(`${name}: ${messageOf(answer)}`);
        }
    }
}

/** Milliseconds between two looks. */
const INTERVAL = 3_000;

async function untilInitialized({ api }: Site, { workloads, say, signal }: PrepareArgs): Promise<void> {
    for (;;) {
        signal.throwIfAborted();
        const canaries = await api.list("/apis/flagger.app/v1beta1/canaries").catch(() => []);
        const ready = canaries.filter(
            (canary) => getIn(canary, ["status", "phase"]) === "Initialized",
        ).length;
        const layers = (await api.list(KUSTOMIZATIONS)).filter(isReady).map(nameOf);
        say(`${ready} of ${workloads} canaries are initialized; ${layers.length} Kustomizations are Ready …`);
        if (ready === workloads && layers.includes("workloads")) return;
        await sleep(INTERVAL, undefined, { signal });
    }
}
