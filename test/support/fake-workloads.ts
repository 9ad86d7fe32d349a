import { getIn } from "../../lifecycle/kit/json-path";
import type { Manifest } from "../../lifecycle/workloads/manifest";
import type { FaultServer } from "./http-server";

const RESTARTED_AT = ["spec", "template", "metadata", "annotations", "kubectl.kubernetes.io/restartedAt"];

/** A Deployment whose pods a webhook gives their proxy. */
export interface FakeWorkload {
    readonly name: string;
    /** Proxy its pods have. */
    proxy: string;
    /** Whether new pods come up. */
    isSound: boolean;
    /** What its template says of its last restart. */
    restartedAt?: string;
    /** Looks until a restart is over. */
    lag: number;
    version: number;
    /** Whether its pods are being made anew. */
    isRolling: boolean;
}

/** What an API server and its controllers make of Deployments of one namespace, a step each time one is listed. */
export class FakeWorkloads {
    readonly workloads = new Map<string, FakeWorkload>();
    /** Most that were being rolled out at one moment. */
    mostAtOnce = 0;

    public constructor(
        private readonly server: FaultServer,
        private readonly namespace: string,
        /** Proxy the webhook gives. */
        private readonly given: string,
    ) {}

    add(name: string, proxy: string, change: Partial<FakeWorkload> = {}): FakeWorkload {
        const workload = { name, proxy, isSound: true, lag: 1, version: 1, isRolling: false, ...change };
        this.workloads.set(name, workload);
        return workload;
    }

    serve(): void {
        const { server, namespace } = this;
        const deployments = `/apis/apps/v1/namespaces/${namespace}/deployments`;
        const list = (items: readonly Manifest[]) => ({
            body: JSON.stringify({ metadata: { resourceVersion: "1" }, items }),
        });
        server.on(deployments, ({ path }) => {
            const name = decodeURIComponent(path).split("metadata.name=").at(-1) ?? "";
            const workload = this.workloads.get(name);
            if (workload) this.step(workload);
            return list(workload ? [this.deployment(workload)] : []);
        });
        server.on(`/api/v1/namespaces/${namespace}/pods`, () => list(this.pods()));
        for (const workload of this.workloads.values()) {
            server.on(`${deployments}/${workload.name}`, ({ body }) => {
                const sent: unknown = JSON.parse(body);
                if (getIn(sent, ["metadata", "resourceVersion"]) !== String(workload.version))
                    return { status: 409, body: "{}" };
                const at = getIn(sent, RESTARTED_AT);
                workload.restartedAt = typeof at === "string" ? at : undefined;
                workload.isRolling = typeof at === "string";
                workload.version++;
                const rolling = [...this.workloads.values()].filter(({ isRolling }) => isRolling).length;
                this.mostAtOnce = Math.max(this.mostAtOnce, rolling);
                return { body: "{}" };
            });
        }
    }

    /** Its Deployments and pods, as a look over the whole cluster finds them. */
    objects(): { readonly deployments: readonly Manifest[]; readonly pods: readonly Manifest[] } {
        return {
            deployments: [...this.workloads.values()].map((each) => this.deployment(each)),
            pods: this.pods(),
        };
    }

    private step(workload: FakeWorkload): void {
        if (!workload.isRolling || !workload.isSound) return;
        if (workload.lag-- > 0) return;
        workload.proxy = this.given;
        workload.isRolling = false;
    }

    private deployment({ name, restartedAt, version, isRolling }: FakeWorkload): Manifest {
        const annotations =
            restartedAt === undefined ? {} : { "kubectl.kubernetes.io/restartedAt": restartedAt };
        const updated = isRolling ? 0 : 1;
        return {
            apiVersion: "apps/v1",
            kind: "Deployment",
            metadata: {
                namespace: this.namespace,
                name,
                uid: `uid-${name}`,
                resourceVersion: String(version),
                generation: version,
            },
            spec: {
                replicas: 1,
                template: {
                    metadata: { annotations },
                    spec: { containers: [{ name: "app", image: "app:1" }] },
                },
            },
            status: {
                observedGeneration: version,
                replicas: 1,
                readyReplicas: 1,
                availableReplicas: 1,
                updatedReplicas: updated,
            },
        };
    }

    private pods(): readonly Manifest[] {
        return [...this.workloads.values()].map(({ name, proxy }) => ({
            apiVersion: "v1",
            kind: "Pod",
            metadata: {
                namespace: this.namespace,
                name: `${name}-7d9f8-x`,
                labels: { "pod-template-hash": "7d9f8" },
                ownerReferences: [
                    {
                        apiVersion: "apps/v1",
                        kind: "ReplicaSet",
                        name: `${name}-7d9f8`,
                        controller: true,
                        uid: "0",
                    },
                ],
            },
            spec: {
                containers: [{ name: "istio-proxy", image: `docker.io/istio/proxyv2:${proxy}-distroless` }],
            },
            status: { phase: "Running", conditions: [{ type: "Ready", status: "True" }] },
        }));
    }
}
