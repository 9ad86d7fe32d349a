import { obtainPrograms } from "./build-process";
import { chartsUrl } from "./chart-server-process";
import { parseEngines, parseVersions, startClusterCharts, startClusterEngines } from "./cluster-engines";
import { clusterUp } from "./control-plane-process";
import type { CrdDocument } from "./crd-documents";
import { installCrdDocuments } from "./crd-installation";
import { fetchCrds, readCrds } from "./crds-source";
import { KubeApi } from "./kube-api-source";
import type { ClusterLayout } from "./layout";
import { readAccess } from "./state-store";
import { ExitStatus } from "../../lifecycle/kit/errors";
import { userCacheFolder, withHttpClient } from "../../adapters/http/client-source";
import { upstreamOf } from "../../adapters/upstream/upstream";
import { namedCluster } from "./cluster-name";
import type { CommandContext, Invocation } from "../../cli/command";
import type { clusterUpCommand } from "./commands";

/** Starts a real control plane on this machine, without Docker. */
export async function run(invocation: Invocation<typeof clusterUpCommand>): Promise<ExitStatus> {
    const { options, terminal, env, signal } = invocation;
    const cache = userCacheFolder(env);
    const layout = namedCluster(invocation);
    const engines = parseEngines(options.engines ?? "");
    if (options.charts !== undefined) parseVersions(options.charts);
    // Before anything is started: without a network there may be none.
    const crds = options.crds || engines.length > 0 ? await obtainCrds(invocation) : [];
    const start = performance.now();
    const { started, ...status } = await clusterUp({
        layout,
        programs: () => obtainPrograms({ env, cache, reporter: terminal, signal }),
        onProgress: (text) => terminal.progress(text),
        signal,
    });
    if (crds.length > 0) {
        terminal.progress(`Installing CRDs …`);
        // Istio's come with its chart otherwise, which takes none that somebody else has installed.
        const wanted = crds.filter(({ name }) => options.crds || !name.endsWith(".istio.io"));
        await install(layout, wanted, signal);
    }
    const { started: running, skipped } = await startClusterEngines({
        layout,
        names: engines,
        env,
        cache,
        reporter: terminal,
        signal,
    });
    const charts =
        options.charts === undefined
            ? undefined
            : await startClusterCharts({ layout, istio: options.charts, env, reporter: terminal, signal });
    for (const [name, reason] of Object.entries(skipped)) terminal.note(`skipped: no ${name}: ${reason}`);
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    if (options.json) {
        const about = engines.length > 0 ? { engines: Object.keys(running), skipped } : {};
        const served = charts && chartsUrl(charts);
        terminal.print(JSON.stringify({ ...status, started, ...about, charts: served }));
    } else {
        const took = started ? `up in ${seconds} s` : "is up already";
        terminal.print(`${status.name}: Kubernetes ${status.version} ${took} at ${status.server}`);
        for (const { instance, log } of Object.values(running)) terminal.print(`${instance} runs: ${log}`);
        if (charts) terminal.print(`charts come from ${chartsUrl(charts)}: ${charts.log}`);
        terminal.print(`export KUBECONFIG='${status.kubeconfig}'`);
    }
    return ExitStatus.ok;
}

async function obtainCrds({ env, terminal, signal }: CommandContext): Promise<readonly CrdDocument[]> {
    const folder = env["WINDLASS_CRDS"];
    if (folder) return readCrds(folder);
    terminal.progress("Fetching CRDs …");
    const onWait = (sentence: string): void => terminal.note(sentence);
    return withHttpClient({ env, signal, onWait }, (client) =>
        fetchCrds({ client, cache: userCacheFolder(env), base: upstreamOf(env).files }),
    );
}

async function install(
    layout: ClusterLayout,
    crds: readonly CrdDocument[],
    signal: AbortSignal,
): Promise<void> {
    const access = readAccess(layout);
    if (!access) throw new Error(`${layout.name} is not up`);
    const api = new KubeApi(access);
    try {
        await installCrdDocuments(api, crds, signal);
    } finally {
        api.close();
    }
}
