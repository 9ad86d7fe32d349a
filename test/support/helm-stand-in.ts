import { getIn, isRecord } from "../../lifecycle/kit/json-path";
import type { KubeClient } from "./kube-api";
import { Repeatedly } from "./repeatedly";

const RELEASES = "/apis/helm.toolkit.fluxcd.io/v2";

/**
 * Stands in for helm-controller, which is not there on every machine: says of each HelmRelease that its chart is
 * installed at the version it names, and installs nothing.
 */
export class HelmStandIn {
    /** `namespace/name@version`, in the order they were answered for. */
    public readonly installed: string[] = [];
    private readonly loop: Repeatedly;

    public constructor(private readonly api: KubeClient) {
        // The API server may be away, or an object gone or written by somebody else meanwhile.
        this.loop = new Repeatedly(() => this.run());
    }

    public async stop(): Promise<void> {
        await this.loop.stop();
    }

    private async run(): Promise<void> {
        for (const release of await this.api.list(`${RELEASES}/helmreleases`)) await this.answer(release);
    }

    private async answer(release: unknown): Promise<void> {
        const generation = getIn(release, ["metadata", "generation"]);
        if (!isRecord(release) || getIn(release, ["status", "observedGeneration"]) === generation) return;
        const [namespace, name, version] = [
            ["metadata", "namespace"],
            ["metadata", "name"],
            ["spec", "chart", "spec", "version"],
        ].map((path) => String(getIn(release, path)));
        const now = new Date().toISOString().replace(/\.\d+Z$/, "Z");
        const ready = { type: "Ready", status: "True", reason: "InstallSucceeded", message: "stand-in" };
        const revision = { name, namespace, chartName: name, chartVersion: version, version: generation };
        const times = { firstDeployed: now, lastDeployed: now, digest: "sha256:0", configDigest: "sha256:0" };
        const { status } = await this.api.request({
            method: "PATCH",
            path: `${RELEASES}/namespaces/${namespace}/helmreleases/${name}/status`,
            contentType: "application/merge-patch+json",
            body: {
                status: {
                    observedGeneration: generation,
                    conditions: [{ ...ready, observedGeneration: generation, lastTransitionTime: now }],
                    history: [{ ...revision, ...times, status: "deployed" }],
                },
            },
        });
        if (status === 200) this.installed.push(`${namespace}/${name}@${version}`);
    }
}
