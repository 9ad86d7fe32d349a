import { obtainPrograms } from "./build-process";
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
    // Before anything is started: without a network there may be none.
    const crds = options.crds ? await obtainCrds(invocation) : [];
    const start = performance.now();
    const { started, ...status } = await clusterUp({
        layout,
        programs: () => obtainPrograms({ env, cache, reporter: terminal, signal }),
        onProgress: (text) => terminal.progress(text),
        signal,
    });
    if (crds.length > 0) {
        terminal.progress(`Installing ${crds.length} CRDs …`);
        await install(layout, crds, signal);
    }
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    if (options.json) {
        terminal.print(JSON.stringify({ ...status, started }));
    } else {
        const took = started ? `up in ${seconds} s` : "is up already";
        terminal.print(`${status.name}: Kubernetes ${status.version} ${took} at ${status.server}`);
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
