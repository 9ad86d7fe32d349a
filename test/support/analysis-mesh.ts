import assert from "node:assert/strict";

import { readStacks } from "../../cli/read-stacks";
import { FLAGGER_NAMESPACE } from "../../components/flagger/names";
import { LAYERS } from "../../components/kube/layer";
import { getIn } from "../../lifecycle/kit/json-path";
import type { Manifest } from "../../lifecycle/workloads/manifest";
import { markTemplate, templateMarkOf, templateMarks } from "../../lifecycle/workloads/template-mark";
import { renderStack } from "../../render/render-stack";
import { eventually } from "./control-plane";
import { type KubeClient, idOf, messageOf } from "./kube-api";
import { MESH } from "./mesh";

/** The fixture has two applications with a Canary; the third is the second once more, by another name. */
export const APPS = ["frontend", "backend", "orders"];
/** The proxy of the fixture's lock. */
export const PROXY = "1.31.1";

/** Milliseconds a rollout may take: seven checks, ten seconds apart, and pods that are ready for five. */
export const ROLLOUT = 120_000;

/** The workloads of {@link analysisObjects} in a cluster. */
export class AnalysisMesh {
    /** @param isMarked Templates say which they are, as a lock's `marked` has it. */
    public constructor(
        private readonly api: KubeClient,
        public readonly objects: readonly Manifest[],
        private readonly isMarked = false,
    ) {}

    async apply(): Promise<void> {
        const isNamespace = ({ kind }: Manifest) => kind === "Namespace";
        await this.put(...this.objects.filter(isNamespace));
        if (this.isMarked) await this.put(...templateMarks("prod"));
        await this.put(...this.objects.filter((object) => !isNamespace(object)));
    }

    /** Gives every application another proxy, as a change in Git does. */
    async setProxies(to: string): Promise<void> {
        const deployments = this.objects.filter(
            ({ kind, metadata }) => kind === "Deployment" && APPS.includes(metadata.name),
        );
        for (const deployment of deployments) {
            const present = JSON.stringify(deployment);
            const next = present.replaceAll(`/proxyv2:${PROXY}-`, `/proxyv2:${to}-`);
            assert.ok(to === PROXY || next !== present);
            await this.put(JSON.parse(next) as Manifest);
        }
    }

    private async put(...objects: readonly Manifest[]): Promise<void> {
        for (const object of objects) {
            const isTarget = object.kind === "Deployment" && APPS.includes(object.metadata.name);
            const answer = await this.api.apply(isTarget && this.isMarked ? markTemplate(object) : object);
            assert.ok(answer.status < 300, `${idOf(object)}: ${messageOf(answer)}`);
        }
    }

    async allProgress(to: string): Promise<void> {
        await eventually(`canaries of ${to} to be under way, behind those before`, async () =>
            (await this.phases()).every((phase) => phase === "Progressing"),
        );
    }

    async phases(): Promise<readonly unknown[]> {
        const found = await Promise.all(APPS.map((app) => this.status(app)));
        return found.map((status) => getIn(status, ["phase"]));
    }

    /** `status` of an application's canary. */
    async status(app: string): Promise<unknown> {
        return getIn(await this.api.get(canary(app)), ["status"]);
    }

    /** Whether something holds of every canary's `status`. */
    async everyRecord(holds: (status: unknown) => boolean): Promise<boolean> {
        return (await Promise.all(APPS.map((app) => this.status(app)))).every(holds);
    }

    /** The mark of a Deployment's template. */
    async markOf(name: string): Promise<string | undefined> {
        const metadata = { namespace: "prod", name };
        const found = await this.api.get({ apiVersion: "apps/v1", kind: "Deployment", metadata });
        return templateMarkOf(found as Manifest);
    }

    async allReach(...wanted: readonly string[]): Promise<void> {
        await eventually(
            `${APPS.join(", ")} to be ${wanted.join(", ")}`,
            async () => JSON.stringify(await this.phases()) === JSON.stringify(wanted),
            ROLLOUT,
        );
    }

    /** Version of the proxy in each primary's template. */
    async primaries(): Promise<Readonly<Record<string, string | undefined>>> {
        const found: Record<string, string | undefined> = {};
        for (const app of APPS) {
            const metadata = { namespace: "prod", name: `${app}-primary` };
            const primary = await this.api.get({ apiVersion: "apps/v1", kind: "Deployment", metadata });
            found[app] = /\/proxyv2:(\d+\.\d+\.\d+)/.exec(JSON.stringify(primary))?.[1];
        }
        return found;
    }

    /** What Flagger says of a canary. */
    async eventsOf(app: string): Promise<string> {
        const events = await this.api.list(
            `/api/v1/namespaces/prod/events?fieldSelector=involvedObject.name%3D${app}`,
        );
        return events.map((event) => String(getIn(event, ["message"]))).join("\n");
    }
}

/** A canary of the mesh, as it is asked for. */
export function canary(name: string): Manifest {
    return { apiVersion: "flagger.app/v1beta1", kind: "Canary", metadata: { namespace: "prod", name } };
}

/** What stack dev renders for Flagger and its workloads, with a third application, and checks as short as Flagger allows. */
export async function analysisObjects(): Promise<readonly Manifest[]> {
    const [dev] = readStacks(MESH, ["dev"]);
    assert.ok(dev);
    const { layers } = await renderStack(dev);
    const flaggers = LAYERS.flatMap((layer) => layers[layer]).filter(
        ({ kind, metadata }) =>
            kind === "MetricTemplate" || (kind === "Namespace" && metadata.name === FLAGGER_NAMESPACE),
    );
    const workloads = layers.workloads.map((object) =>
        object.kind === "Canary" ? shortened(object) : object,
    );
    const orders = workloads
        .filter(({ metadata }) => /^backend(-primary)?$/.test(metadata.name))
        .map((object) => JSON.parse(JSON.stringify(object).replaceAll("backend", "orders")) as Manifest);
    const all = [...flaggers, ...workloads, ...orders];
    const isNamespace = ({ kind }: Manifest) => kind === "Namespace";
    return [...all.filter(isNamespace), ...all.filter((object) => !isNamespace(object))];
}

/** Checks, load tests and windows of queries are as short as they can be: a rollout is to be over in a minute. */
function shortened(object: Manifest): Manifest {
    const { analysis, ...spec } = object.spec as { readonly analysis: Readonly<Record<string, unknown>> };
    const steps = object.metadata.name === "frontend" ? { iterations: 2 } : { stepWeight: 25, maxWeight: 50 };
    const quick = JSON.parse(
        JSON.stringify({ ...analysis, ...steps, threshold: 3, interval: "10s" })
            .replaceAll("hey -z 15s", "hey -z 10s")
            .replaceAll('"interval":"1m"', '"interval":"30s"'),
    ) as object;
    return { ...object, spec: { ...spec, analysis: quick } };
}
