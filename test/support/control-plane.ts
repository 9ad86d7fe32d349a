import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, realpathSync } from "node:fs";
import { devNull } from "node:os";
import { dirname, join } from "node:path";
import type { Context } from "mocha";

import { obtainPrograms } from "../../tools/test-bed/build-process";
import { clusterDown, clusterUp } from "../../tools/test-bed/control-plane-process";
import { type CrdDocument, crdDocuments } from "../../tools/test-bed/crd-documents";
import { installCrdDocuments } from "../../tools/test-bed/crd-installation";
import { fetchCrds, readCrds } from "../../tools/test-bed/crds-source";
import { type ClusterLayout, clusterLayout, clustersFolder } from "../../tools/test-bed/layout";
import { processStart } from "../../adapters/files/process-table-source";
import type { Programs } from "../../tools/test-bed/programs";
import { executableOnPath } from "../../adapters/files/executable-source";
import { locatePrograms } from "../../tools/test-bed/programs-source";
import { readAccess } from "../../tools/test-bed/state-store";
import { userCacheFolder, withHttpClient } from "../../adapters/http/client-source";
import { NetworkError } from "../../adapters/http/network-error";
import { upstreamOf } from "../../adapters/upstream/upstream";
import { KubeClient } from "./kube-api";

export { eventually } from "./eventually";

const ROOT = realpathSync(join(__dirname, "..", ".."));
const env = process.env;

/** Milliseconds the programs may take to build: a quarter of an hour is usual on two cores. */
const BUILD_TIMEOUT = 45 * 60_000;
/** Milliseconds the CRDs may take to arrive: 1.5 MB, in 17 files. */
const FETCH_TIMEOUT = 100_000;

let programs: Promise<Programs> | undefined;
let saidSo = false;

/**
 * The programs of a control plane, built where they are missing. Skips the suite where there is no Go to do it with,
 * and says so once. Call it in `before`.
 */
export async function programsOrSkip(context: Context): Promise<Programs> {
    const cache = userCacheFolder(env);
    if (!programs) {
        const { missing } = locatePrograms({ env, cache });
        if (missing.length > 0 && !executableOnPath("go", env)) {
            const names = missing.map(({ component }) => component).join(", ");
            const reason = `skipped: no ${names}, and no Go to build them with (tools/control-plane/README.md)`;
            if (!saidSo) process.stderr.write(`${reason}\n`);
            saidSo = true;
            context.skip();
        }
    }
    context.timeout(BUILD_TIMEOUT);
    const note = (text: string) => void process.stderr.write(`${text}\n`);
    programs ??= sweep().then(() =>
        obtainPrograms({ env, cache, reporter: { note, progress: () => undefined } }),
    );
    return programs;
}

/** Where a control plane of this test run keeps what: side by side with those of other runs. */
export function testLayout(name: string): ClusterLayout {
    return clusterLayout(ROOT, `test-${name}-${process.pid}`);
}

/** A control plane that a suite uses. */
export interface TestCluster {
    readonly layout: ClusterLayout;
    readonly api: KubeClient;
}

/** Starts a control plane with nothing in it. Stop it with {@link stop}. */
export async function startTestCluster(name: string, found: Programs): Promise<TestCluster> {
    const layout = testLayout(name);
    await clusterDown(layout);
    await clusterUp({ layout, programs: () => Promise.resolve(found) });
    return { layout, api: connect(layout) };
}

/** A client of a control plane that is up. */
export function connect(layout: ClusterLayout): KubeClient {
    const access = readAccess(layout);
    if (!access) throw new Error(`${layout.name} is not up`);
    return new KubeClient(access);
}

/** Stops a control plane, also one that never came up. */
export async function stop(cluster: TestCluster | undefined): Promise<void> {
    if (!cluster) return;
    cluster.api.close();
    await clusterDown(cluster.layout);
}

/** Stops what killed test runs left. */
async function sweep(): Promise<void> {
    const folder = clustersFolder(ROOT);
    if (!existsSync(folder)) return;
    for (const name of readdirSync(folder)) {
        const pid = Number(/^test-.*-(\d+)$/.exec(name)?.[1]);
        if (pid > 0 && processStart(pid) === undefined) await clusterDown(clusterLayout(ROOT, name));
    }
}

let crds: Promise<readonly CrdDocument[] | undefined> | undefined;

/**
 * Skips the suite where there are no CRDs to install: no folder `WINDLASS_CRDS` names, no `../shared/crds`, and no network
 * to fetch the pinned ones from. Says so once. Call it in `before`.
 *
 * @throws WindlassError where they arrive and are not what is pinned
 */
export async function crdsOrSkip(context: Context): Promise<void> {
    context.timeout(FETCH_TIMEOUT);
    if ((await availableCrds()) === undefined) context.skip();
}

function availableCrds(): Promise<readonly CrdDocument[] | undefined> {
    return (crds ??= obtainCrds().catch((error: unknown) => {
        if (!(error instanceof NetworkError)) throw error;
        process.stderr.write(`skipped: no CRDs to install (set WINDLASS_CRDS): ${error.message}\n`);
        return undefined;
    }));
}

/** Istio's by the pinned istioctl, where ISTIOCTL names one; all others, and else all, from a folder or the network. */
async function obtainCrds(): Promise<readonly CrdDocument[]> {
    const istioctl = env["ISTIOCTL"];
    const beside = join(dirname(ROOT), "shared", "crds");
    const folder = env["WINDLASS_CRDS"] ?? (existsSync(beside) ? beside : undefined);
    const all = folder === undefined ? await fetchPinnedCrds() : readCrds(folder);
    if (istioctl === undefined) return all;
    const others = all.filter(({ name }) => !name.endsWith(".istio.io"));
    return [...crdDocuments(istioctl, istioManifest(istioctl)), ...others];
}

/** Less patience than a user has: a machine without a network is to go on. */
function fetchPinnedCrds(): Promise<readonly CrdDocument[]> {
    return withHttpClient({ env, attempts: 2, budget: FETCH_TIMEOUT - 10_000 }, (client) =>
        fetchCrds({ client, cache: userCacheFolder(env), base: upstreamOf(env).files }),
    );
}

function istioManifest(istioctl: string): string {
    const args = ["manifest", "generate", "--set", "profile=minimal"];
    const options = {
        encoding: "utf8",
        env: { ...env, KUBECONFIG: devNull },
        maxBuffer: 64 * 1024 * 1024,
    } as const;
    return execFileSync(istioctl, args, { ...options, timeout: 60_000, stdio: ["ignore", "pipe", "ignore"] });
}

/**
 * Installs the CRDs of Istio, Flux, flux-operator and Flagger, or those of them that are wanted, and waits until they
 * are served. Returns their names.
 *
 * @throws Error where there are none: see {@link crdsOrSkip}
 */
export async function installCrds(
    api: KubeClient,
    wanted: (name: string) => boolean = () => true,
): Promise<readonly string[]> {
    const available = await availableCrds();
    if (!available) throw new Error("there are no CRDs to install");
    const documents = available.filter(({ name }) => wanted(name));
    await installCrdDocuments(api, documents);
    return documents.map(({ name }) => name);
}
