import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { ExitStatus, WindlassError } from "../../lifecycle/kit/errors";
import { sha256 } from "../../lifecycle/kit/sha256";
import { HELM_FILE } from "../../lifecycle/workloads/built-app";
import type { HelmApp } from "../../lifecycle/workloads/build-definition";
import { APPS_FOLDER } from "../files/app-files";
import { userCacheFolder } from "../http/client-source";
import type { BuildArgs } from "./kustomize";
import { runTool } from "./run-tool";

/** What `helm template` prints of a chart, with its CRDs and hooks, and without its tests. */
export async function buildChart(
    { root, app, built, tool, env, signal }: BuildArgs,
    chart: HelmApp,
): Promise<string> {
    const cwd = join(root, APPS_FOLDER, app);
    const values = [...chart.values, ...(built.stackValues === undefined ? [] : [built.stackValues])];
    const state = mkdtempSync(join(tmpdir(), "windlass-helm-"));
    try {
        const source = isAway(chart)
            ? await pulledChart({ chart, app, tool: tool.path, env, signal })
            : `./${chart.chart}`;
        return await runTool({
            tool: "helm",
            path: tool.path,
            args: [
                ...["template", chart.release ?? app, source, "--namespace", chart.namespace],
                ...["--include-crds", "--skip-tests"],
                ...(chart.kubernetes === undefined ? [] : ["--kube-version", chart.kubernetes]),
                ...values.flatMap((file) => ["--values", file]),
            ],
            cwd,
            // Neither plugins nor settings of whoever builds it.
            env: { HELM_PLUGINS: state, HELM_CONFIG_HOME: state, HELM_DATA_HOME: state },
            signal,
        });
    } finally {
        rmSync(state, { recursive: true, force: true });
    }
}

function isAway({ chart, repository }: HelmApp): boolean {
    return chart.startsWith("oci://") || repository !== undefined;
}

/** A registry on this very machine has no certificate. helm asks every other by TLS. */
function isOnLoopback(chart: string): boolean {
    return /^oci:\/\/(?:localhost|127\.0\.0\.1)[:/]/.test(chart);
}

interface PullArgs {
    readonly chart: HelmApp;
    readonly app: string;
    readonly tool: string;
    readonly env: BuildArgs["env"];
    readonly signal?: AbortSignal;
}

/** The archive of a chart whose bytes are those of its digest: from the cache, or else from where it is kept. */
async function pulledChart({ chart, app, tool, env, signal }: PullArgs): Promise<string> {
    const { chart: name, repository, version = "", digest } = chart;
    const cache = join(userCacheFolder(env), "charts");
    const cached = digest === undefined ? undefined : join(cache, `${digest.replace("sha256:", "")}.tgz`);
    if (cached !== undefined && existsSync(cached) && digestOfArchive(cached) === digest) return cached;
    mkdirSync(cache, { recursive: true });
    const folder = mkdtempSync(join(cache, "pull-"));
    try {
        const from = repository === undefined ? [name] : [name, "--repo", repository];
        await runTool({
            tool: "helm",
            path: tool,
            args: ["pull", ...from, "--version", version, ...(isOnLoopback(name) ? ["--plain-http"] : [])],
            cwd: folder,
            signal,
        });
        const [archive] = readdirSync(folder).filter((file) => file.endsWith(".tgz"));
        if (archive === undefined) throw new Error(`helm pull ${name} left no archive`);
        const found = digestOfArchive(join(folder, archive));
        if (cached === undefined || found !== digest) throw unpinned(app, chart, found);
        renameSync(join(folder, archive), cached);
        return cached;
    } finally {
        rmSync(folder, { recursive: true, force: true });
    }
}

function unpinned(app: string, { chart, version, digest }: HelmApp, found: string): WindlassError {
    const isMissing = digest === undefined;
    return new WindlassError({
        file: `${APPS_FOLDER}/${app}/${HELM_FILE}`,
        key: "digest",
        value: digest,
        rule: isMissing
            ? `is needed, or ${chart} ${version} is whatever its registry says; the archive now there has ${found}`
            : `is not that of ${chart} ${version}, which has ${found} now`,
        remedy: isMissing
            ? "Look at that chart, and write its digest down"
            : "Nothing was built. Find out why the chart changed; only then write the other digest",
        exitStatus: isMissing ? ExitStatus.badInput : ExitStatus.refused,
    });
}

function digestOfArchive(file: string): string {
    return `sha256:${sha256(readFileSync(file))}`;
}
