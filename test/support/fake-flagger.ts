import { getIn, isRecord } from "../../lifecycle/kit/json-path";
import type { Manifest } from "../../lifecycle/workloads/manifest";
import { templateDigest } from "../../lifecycle/observed/template-digest";
import type { FaultServer, RecordedRequest, Reply } from "./http-server";

const CANARIES = "/apis/flagger.app/v1beta1";

/** A canary in a {@link FakeFlagger}. */
export interface FakeCanary {
    readonly name: string;
    phase: string;
    failedChecks: number;
    applied: string;
    promoted: string;
    /** Owner of `spec.skipAnalysis: true`. */
    skippedBy?: string;
    /** Images of the proxy: of the target, and of the primary. */
    target: string;
    primary: string;
    /** Flagger's looks until now. */
    looks: number;
    version: number;
}

/** What Flagger and an API server make of canaries of the namespace `prod`, a look each time they are listed. */
export class FakeFlagger {
    readonly canaries = new Map<string, FakeCanary>();
    /** Whether Flagger looks at all. */
    isUp = true;

    public constructor(private readonly server: FaultServer) {}

    /** A canary whose analysis is under way, or in another phase. */
    add(name: string, change: Partial<FakeCanary> = {}): FakeCanary {
        const state = { target: "1.31.2", primary: "1.31.1", ...change };
        const canary: FakeCanary = {
            name,
            phase: "Progressing",
            failedChecks: 0,
            applied: hashOf(name, state.target),
            promoted: hashOf(name, state.primary),
            looks: 0,
            version: 1,
            ...state,
        };
        this.canaries.set(name, canary);
        return canary;
    }

    serve(): void {
        const { server } = this;
        server.on(`${CANARIES}/namespaces/prod/canaries`, () => {
            if (this.isUp) for (const canary of this.canaries.values()) look(canary);
            return list([...this.canaries.values()].map(canaryObject));
        });
        server.on("/apis/apps/v1/namespaces/prod/deployments", () =>
            list(
                [...this.canaries.values()].flatMap(({ name, target, primary }) => [
                    deployment(name, target),
                    deployment(`${name}-primary`, primary),
                ]),
            ),
        );
        for (const name of this.canaries.keys()) {
            const path = `${CANARIES}/namespaces/prod/canaries/${name}`;
            server.on(path, (request) => this.patch(name, request));
            server.on(`${path}/status`, (request) => this.patch(name, request));
        }
    }

    private patch(name: string, { body: text }: RecordedRequest): Reply {
        const canary = this.canaries.get(name);
        const body: unknown = JSON.parse(text);
        if (!canary) return { status: 404, body: "{}" };
        const version = getIn(body, ["metadata", "resourceVersion"]);
        if (version !== undefined && version !== String(canary.version)) return { status: 409, body: "{}" };
        const status = getIn(body, ["status"]);
        if (isRecord(status)) {
            const { phase, failedChecks, lastAppliedSpec, lastPromotedSpec } = status;
            if (typeof phase === "string") canary.phase = phase;
            if (typeof failedChecks === "number") canary.failedChecks = failedChecks;
            if (typeof lastAppliedSpec === "string") canary.applied = lastAppliedSpec;
            if (typeof lastPromotedSpec === "string") canary.promoted = lastPromotedSpec;
        } else {
            const isSkipped = getIn(body, ["spec", "skipAnalysis"]) === true;
            canary.skippedBy = isSkipped ? "windlass-rollout" : undefined;
        }
        canary.version++;
        return { body: "{}" };
    }
}

/** One look, as `advanceCanary` of pkg/controller/scheduler.go takes it; metrics are always good, and never enough. */
function look(canary: FakeCanary): void {
    const hash = hashOf(canary.name, canary.target);
    const hasChanged = canary.applied === "" || (canary.promoted !== hash && canary.applied !== hash);
    const { phase } = canary;
    const become = (next: string): void => {
        canary.phase = next;
        canary.failedChecks = 0;
        canary.applied = hash;
    };
    canary.looks++;
    canary.version++;
    if (["Initialized", "Succeeded", "Failed"].includes(phase)) {
        if (phase === "Failed") canary.applied = hash;
        if (hasChanged) become("Progressing");
    } else if (phase === "Progressing" && hasChanged) become("Progressing");
    else if (phase === "Progressing" && canary.skippedBy !== undefined) {
        canary.primary = canary.target;
        canary.phase = "Succeeded";
        canary.promoted = canary.applied;
    } else if (phase === "Progressing" && canary.failedChecks >= 3) become("Failed");
    else canary.looks--;
}

function hashOf(name: string, proxy: string): string {
    return templateDigest(deployment(name, proxy)) ?? "";
}

function canaryObject(canary: FakeCanary): Manifest {
    const { name, phase, failedChecks, applied, promoted, skippedBy, looks, version } = canary;
    const managedFields = [
        { manager: skippedBy, fieldsV1: { "f:spec": { "f:skipAnalysis": {} } } },
        { manager: "kustomize-controller", fieldsV1: { "f:spec": { "f:analysis": {} } } },
    ].slice(skippedBy === undefined ? 1 : 0);
    const metadata = { namespace: "prod", name, uid: `uid-${name}`, resourceVersion: String(version) };
    return {
        apiVersion: "flagger.app/v1beta1",
        kind: "Canary",
        metadata: { ...metadata, managedFields },
        spec: {
            targetRef: { apiVersion: "apps/v1", kind: "Deployment", name },
            analysis: { interval: "10s", threshold: 3 },
            skipAnalysis: skippedBy === undefined ? undefined : true,
        },
        status: {
            phase,
            failedChecks,
            lastAppliedSpec: applied,
            lastPromotedSpec: promoted,
            lastTransitionTime: `look ${looks}`,
        },
    };
}

function deployment(name: string, proxy: string): Manifest {
    const image = `docker.io/istio/proxyv2:${proxy}-distroless`;
    return {
        apiVersion: "apps/v1",
        kind: "Deployment",
        metadata: { namespace: "prod", name },
        spec: {
            template: {
                metadata: { labels: { app: name } },
                spec: { containers: [{ name: "istio-proxy", image }] },
            },
        },
    };
}

function list(items: readonly Manifest[]): Reply {
    return { body: JSON.stringify({ metadata: { resourceVersion: "1" }, items }) };
}
