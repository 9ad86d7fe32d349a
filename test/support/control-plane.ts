import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, readdirSync, realpathSync } from "node:fs";
import { devNull, homedir } from "node:os";
import { dirname, join } from "node:path";
import type { Context } from "mocha";

import { obtainPrograms } from "../../lifecycle/cluster/build-process";
import { clusterDown, clusterUp } from "../../lifecycle/cluster/control-plane-process";
import { type ClusterLayout, clusterLayout, clustersFolder } from "../../lifecycle/cluster/layout";
import { processStart } from "../../lifecycle/cluster/process-table-source";
import type { Programs } from "../../lifecycle/cluster/programs";
import { executableOnPath, locatePrograms } from "../../lifecycle/cluster/programs-source";
import { readAccess } from "../../lifecycle/cluster/state-store";
import { cacheFolder } from "../../lifecycle/net/cache-folder";
import { KubeClient } from "./kube-api";

const ROOT = realpathSync(join(__dirname, "..", ".."));
const env = process.env;

/** Milliseconds the programs may take to build: a quarter of an hour is usual on two cores. */
const BUILD_TIMEOUT = 45 * 60_000;

let programs: Promise<Programs> | undefined;
let saidSo = false;

/**
 * The programs of a control plane, built where they are missing. Skips the suite where there is no Go to do it with,
 * and says so once. Call it in `before`.
 */
export async function programsOrSkip(context: Context): Promise<Programs> {
    const cache = cacheFolder({ env, platform: process.platform, home: homedir() });
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

const CRDS = env["WINDLASS_CRDS"] ?? join(dirname(ROOT), "shared", "crds");

/** Where CRDs come from: the pinned istioctl has Istio's, where ISTIOCTL names one; a folder has all. */
function crdSources(): readonly { readonly source: string; readonly text: string }[] {
    const istioctl = env["ISTIOCTL"];
    const files = readdirSync(CRDS)
        .filter((file) => /\.ya?ml$/.test(file))
        .filter((file) => istioctl === undefined || !file.startsWith("istio.io"));
    const sources = files.map((file) => ({ source: file, text: readFileSync(join(CRDS, file), "utf8") }));
    return istioctl === undefined
        ? sources
        : [{ source: istioctl, text: istioManifest(istioctl) }, ...sources];
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
 */
export async function installCrds(
    api: KubeClient,
    wanted: (name: string) => boolean = () => true,
): Promise<readonly string[]> {
    const path = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions/";
    const names: string[] = [];
    for (const { source, text: manifests } of crdSources()) {
        for (const text of manifests.split(/^---.*$/m)) {
            const name = /^ {2}name: (\S+)$/m.exec(text)?.[1];
            if (name === undefined || !/^kind: CustomResourceDefinition$/m.test(text)) continue;
            if (!wanted(name)) continue;
            const { status, text: answer } = await api.applyText(path, name, text);
            if (status >= 300) throw new Error(`${source}: ${name}: ${answer}`);
            names.push(name);
        }
    }
    for (const name of names) {
        await eventually(`${name} to be served`, async () => {
            const { text } = await api.request({ path: `${path}${name}` });
            return /"type":"Established","status":"True"/.test(text);
        });
    }
    return names;
}

/** Waits until something holds. Asks again after 100 ms. */
export async function eventually(
    what: string,
    holds: () => Promise<boolean> | boolean,
    patience = 60_000,
): Promise<void> {
    const end = Date.now() + patience;
    while (!(await holds())) {
        if (Date.now() > end) throw new Error(`Waited ${patience / 1000} s for ${what}`);
        await new Promise((resolve) => setTimeout(resolve, 100));
    }
}
