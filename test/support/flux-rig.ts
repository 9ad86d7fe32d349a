import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Context } from "mocha";

import { writeTree } from "../../adapters/files/atomic-write-store";
import { isRendered } from "../../cli/start";
import { layerKustomization, namespacedWorkloads, stackRepository } from "../../components/flux/layers";
import { namespaceKustomizations } from "../../components/flux/namespaces";
import { getIn } from "../../lifecycle/kit/json-path";
import type { Manifest } from "../../lifecycle/workloads/manifest";
import { renderedFiles } from "../../render/files";
import { installFluxAccounts } from "../../tools/test-bed/engine-accounts";
import { type EngineHandles, startEngines } from "../../tools/test-bed/engine-processes";
import type { EngineName } from "../../tools/test-bed/engines";
import { startGitServer } from "../../tools/test-bed/git-server";
import { asSent } from "./as-sent";
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
import { messageOf } from "./kube-api";
import { KUSTOMIZATIONS, isReady, nameOf } from "./mesh-observed";
import { MeshRepository } from "./mesh-repository";
import { reconcileNow } from "./reconcile-now";
import { addNode } from "./stack-in-cluster";

/** Folder of the manifests in the rig's repository. */
const PATH = "clusters/dev";

/** What {@link startFluxRig} starts. */
export interface StartFluxRigArgs {
    /** Of the control plane. */
    readonly name: string;
    /** Folder for the repository; it is there. */
    readonly folder: string;
    /** Flags of kustomize-controller on top of `engine-commands.ts`. @default none */
    readonly flags?: readonly string[];
    /** Beside source-controller and kustomize-controller. @default none */
    readonly engines?: readonly EngineName[];
}

/** A cluster whose layer `workloads` real Flux delivers, without Pulumi, charts and istiod. */
export class FluxRig {
    private constructor(
        public readonly cluster: TestCluster,
        public readonly engines: EngineHandles,
        private readonly folder: string,
        private readonly repository: MeshRepository,
        private readonly end: () => Promise<void>,
    ) {}

    /** Starts it; skips the suite, and says why, where a part is not to be had. Call it in `before`. */
    public static async start(context: Context, args: StartFluxRigArgs): Promise<FluxRig> {
        const { name, folder, flags = [], engines: more = [] } = args;
        const names: readonly EngineName[] = ["source-controller", "kustomize-controller", ...more];
        const programs = enginesOrSkip(context, names);
        await crdsOrSkip(context);
        const cluster = await startTestCluster(name, await programsOrSkip(context));
        try {
            await installCrds(cluster.api);
            await installFluxAccounts(cluster.api);
            await addNode(cluster.api);
            mkdirSync(join(folder, PATH), { recursive: true });
            const project = { folder, path: (path: string) => join(folder, path) };
            const repository = new MeshRepository(project);
            const git = await startGitServer({ folder: repository.served });
            const extra = { "kustomize-controller": { args: [...flags] } };
            const engines = await startEngines({ layout: cluster.layout, names, programs, extra });
            const rig = new FluxRig(cluster, engines, folder, repository, git.stop);
            await rig.apply(
                stackRepository({ url: `${git.url}/${repository.name}`, branch: "main", path: PATH }),
                ...(["system", "gateways"] as const).map((layer) =>
                    layerKustomization(layer, { path: PATH }),
                ),
            );
            return rig;
        } catch (error) {
            await stop(cluster);
            throw error;
        }
    }

    public async stop(): Promise<void> {
        await this.end();
        await stop(this.cluster);
        rmSync(join(this.folder, "served"), { recursive: true, force: true });
    }

    /** What Pulumi applies of the layer `workloads`, as it is and as it was until 0.1.0. */
    public static readonly layer = {
        now: Object.values(namespacedWorkloads({ path: PATH })),
        before: [layerKustomization("workloads", { path: PATH })],
    };

    /** Applies objects as Pulumi does. */
    public async apply(...objects: readonly Manifest[]): Promise<void> {
        for (const object of objects) {
            const answer = await this.cluster.api.apply(asSent(object), "pulumi-kubernetes");
            if (answer.status >= 300) throw new Error(`${object.metadata.name}: ${messageOf(answer)}`);
        }
    }

    /**
     * Renders objects as workloads, commits and pushes them, and has Flux look. Returns the commit.
     *
     * @param tenants Tenant by namespace. @default none
     * @param more Files that no render writes, below the stack's folder. @default none
     */
    public async push(
        message: string,
        workloads: readonly Manifest[],
        tenants?: ReadonlyMap<string, string>,
        more: ReadonlyMap<string, string> = new Map(),
    ): Promise<string> {
        const layers = { flux: [], system: [marker("system")], gateways: [marker("gateways")], workloads };
        const namespaces = namespaceKustomizations({ path: PATH, objects: workloads, tenants });
        const files = renderedFiles({ layers, helm: [], namespaces });
        writeTree(join(this.folder, PATH), new Map([...files, ...more]), { owns: isRendered });
        const commit = this.repository.commit(message);
        await reconcileNow(
            this.cluster.api,
            "/apis/source.toolkit.fluxcd.io/v1/namespaces/flux-system/gitrepositories/windlass",
        );
        return commit;
    }

    /** Names of the Kustomizations that are Ready at a commit. */
    public async readyAt(commit: string): Promise<readonly string[]> {
        const found = await this.cluster.api.list(KUSTOMIZATIONS);
        const isAt = (each: unknown) =>
            String(getIn(each, ["status", "lastAppliedRevision"])).endsWith(commit);
        return found.filter((each) => isReady(each) && isAt(each)).map(nameOf);
    }

    /** Waits until Kustomizations are Ready at a commit. @returns Milliseconds it took. */
    public async untilReady(commit: string, names: readonly string[], patience = 120_000): Promise<number> {
        const began = Date.now();
        const isThere = async () => {
            const ready = await this.readyAt(commit);
            return names.every((name) => ready.includes(name));
        };
        await eventually(`${names.join(", ")} to be ready at ${commit.slice(0, 7)}`, isThere, patience);
        return Date.now() - began;
    }
}

/** Something for a layer to hold. */
function marker(layer: string): Manifest {
    return { apiVersion: "v1", kind: "ConfigMap", metadata: { name: layer, namespace: "default" } };
}
