import { execFileSync } from "node:child_process";
import { devNull } from "node:os";
import type { Context } from "mocha";

import type { controlPlaneArgs } from "../../components/mesh/istio-args";
import { controlPlaneNamespace } from "../../components/istio/releases";
import type { Manifest } from "../../lifecycle/workloads/manifest";
import { isRecord } from "../../lifecycle/kit/json-path";
import { parseYamlDocuments } from "../../lifecycle/kit/strict-yaml";
import { writeYaml } from "../../lifecycle/kit/write-yaml";
import { deepMerge } from "../../lifecycle/mesh/deep-merge";
import { type FollowedIstiods, followIstiods } from "../../tools/test-bed/istiod-processes";
import type { LoopbackServer } from "../../tools/test-bed/loopback-server";
import { startServiceProxy } from "../../tools/test-bed/service-proxy";
import {
    type TestCluster,
    crdsOrSkip,
    eventually,
    installCrds,
    programsOrSkip,
    startTestCluster,
    stop,
} from "./control-plane";
import { enginesOrSkip } from "./engines";
import { type KubeClient, idOf } from "./kube-api";
import { ISTIOCTL, istioctlVersionOrSkip } from "./real-istioctl";

/** A control plane whose webhooks are answered by real istiods: one for each Deployment of istiod in it. */
export interface IstiodCluster {
    readonly cluster: TestCluster;
    readonly istiods: FollowedIstiods;
    readonly proxy: LoopbackServer;
    /** Where Services are answered: a suite adds its own. */
    readonly routes: Map<string, number>;
    /** Version of istioctl and of istiod. */
    readonly version: string;
}

/**
 * Starts one, with Istio's CRDs and no istiod yet; skips the suite, and says why, where a part is not to be had. Call it in
 * `before`, and {@link stopIstiodCluster} in `after`.
 */
export async function startIstiodCluster(context: Context, name: string): Promise<IstiodCluster> {
    const { "pilot-discovery": program } = enginesOrSkip(context, ["pilot-discovery"]);
    const version = await istioctlVersionOrSkip(context);
    await crdsOrSkip(context);
    if (program === undefined) throw new Error("pilot-discovery was found and is not named");
    const cluster = await startTestCluster(name, await programsOrSkip(context));
    const { api, layout } = cluster;
    const routes = new Map<string, number>();
    let proxy: LoopbackServer | undefined;
    try {
        await installCrds(api, (crd) => crd.endsWith(".istio.io"));
        proxy = await startServiceProxy({ api, routes, socket: layout.egressSocket });
        const istiods = followIstiods({ layout, api, program, routes });
        return { cluster, istiods, proxy, routes, version };
    } catch (error) {
        await proxy?.stop();
        await stop(cluster);
        throw error;
    }
}

/** Stops what was started, also where that is nothing. */
export async function stopIstiodCluster({ cluster, istiods, proxy }: Partial<IstiodCluster>): Promise<void> {
    await istiods?.stop();
    await proxy?.stop();
    await stop(cluster);
}

/** Values and versions of a stack's charts. */
export type ControlPlanePlan = ReturnType<typeof controlPlaneArgs>;

/** The namespace of a control plane. */
export function namespaceOf({ cni, network }: ControlPlanePlan): Manifest {
    return controlPlaneNamespace({ cni: cni !== undefined, network });
}

/** Owner of the fields that Helm applies. */
const HELM = "helm";

/** Applies the objects of a control plane's charts, and waits until its istiods answer. */
export async function applyControlPlane(site: IstiodCluster, args: ControlPlanePlan): Promise<void> {
    await applyObjects(site, [namespaceOf(args), ...controlPlaneObjects(args)]);
    await untilServing(site, args);
}

/** Waits until the istiods of a control plane answer. */
export async function untilServing(
    { istiods }: IstiodCluster,
    { revisions }: ControlPlanePlan,
): Promise<void> {
    const names = (revisions ?? []).map(({ name }) => istiodName(name));
    const all = (): boolean => names.every((name) => istiods.serving().includes(name));
    await eventually(`${names.join(", ")} to serve`, all).catch((error: unknown) => {
        throw new Error(`${String(error)}: ${istiods.failure() ?? "no failure"}`);
    });
}

/** Applies objects of Helm charts, one after the other. */
export async function applyObjects(
    { cluster: { api } }: IstiodCluster,
    objects: readonly Manifest[],
): Promise<void> {
    for (const object of objects) {
        const { status, text } = await api.apply(await asUpgraded(api, object), HELM);
        if (status >= 300) throw new Error(`${idOf(object)}: ${text}`);
    }
}

/** The charts say how a validator fails at its installation alone: from then on that is istiod's. */
async function asUpgraded(api: KubeClient, object: Manifest): Promise<Manifest> {
    if (object.kind !== "ValidatingWebhookConfiguration") return object;
    const isThere = await api.get(object).then(
        () => true,
        () => false,
    );
    if (!isThere) return object;
    const webhooks = (object as Manifest & { readonly webhooks: readonly object[] }).webhooks;
    return { ...object, webhooks: webhooks.map((webhook) => ({ ...webhook, failurePolicy: undefined })) };
}

/** What the charts `base` and `istiod` make of a control plane's values, by istioctl, but for the CRDs. */
export function controlPlaneObjects({ baseValues, revisions, cni }: ControlPlanePlan): readonly Manifest[] {
    const objects = new Map<string, Manifest>();
    for (const { values } of revisions ?? []) {
        const operator = {
            apiVersion: "install.istio.io/v1alpha1",
            kind: "IstioOperator",
            spec: {
                profile: "minimal",
                // Else istioctl says for the values whether there is a CNI: by whether it installs one.
                components: { cni: { enabled: cni !== undefined } },
                values: deepMerge(values ?? {}, baseValues ?? {}),
            },
        };
        for (const object of generate(writeYaml(operator))) {
            const isOurs = object.kind !== "CustomResourceDefinition" && !/cni/.test(object.metadata.name);
            if (isOurs) objects.set(idOf(object), object);
        }
    }
    return [...objects.values()];
}

function generate(operator: string): readonly Manifest[] {
    const stdout = execFileSync(ISTIOCTL, ["manifest", "generate", "-f", "-"], {
        input: operator,
        encoding: "utf8",
        env: { ...process.env, KUBECONFIG: devNull },
        maxBuffer: 64 * 1024 * 1024,
        timeout: 60_000,
        stdio: ["pipe", "pipe", "ignore"],
    });
    return parseYamlDocuments(stdout, { file: "istioctl", dialect: "kubernetes" })
        .map(({ value }) => value)
        .filter((value) => isRecord(value)) as unknown as readonly Manifest[];
}

/** `istiod-1-31-1`, `istiod` */
export function istiodName(revision: string): string {
    return revision === "default" ? "istiod" : `istiod-${revision}`;
}
