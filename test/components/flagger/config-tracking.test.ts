import * as assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { parseAllDocuments } from "yaml";
import { ISTIO_CONFIG_MAPS, untrackedConfigMaps } from "../../../components/flagger/config-tracking";
import { kubeResource } from "../../../components/kube/kube-resource";
import { record } from "../../support/record";

const RECORDINGS = path.resolve(__dirname, "../../../../shared/recordings");

describe("untrackedConfigMaps", () => {
    it("annotates Istio's ConfigMaps, gives no data and is never pruned", () => {
        const metadata = (name: string) => ({
            name,
            namespace: "prod",
            annotations: {
                "flagger.app/config-tracking": "disabled",
                "kustomize.toolkit.fluxcd.io/prune": "disabled",
            },
        });
        assert.deepEqual(untrackedConfigMaps("prod"), [
            { apiVersion: "v1", kind: "ConfigMap", metadata: metadata("istio-ca-root-cert") },
            { apiVersion: "v1", kind: "ConfigMap", metadata: metadata("istio-ca-crl") },
        ]);
    });

    it("is registered as a patch, so that the ConfigMap stays istiod's", async () => {
        const recording = await record(() => {
            for (const object of untrackedConfigMaps("prod")) {
                kubeResource(object.metadata.name, object, { patch: true });
            }
        });

        assert.deepEqual(recording.list(), [
            "kubernetes:core/v1:ConfigMapPatch istio-ca-root-cert",
            "kubernetes:core/v1:ConfigMapPatch istio-ca-crl",
        ]);
        assert.equal(recording.get("istio-ca-crl").inputs["kind"], "ConfigMap");
    });

    for (const version of ["1.30.3", "1.31.0", "1.31.1"]) {
        it(`covers every ConfigMap and Secret that istioctl ${version} adds to a pod`, function () {
            const file = path.join(RECORDINGS, `istioctl-${version}/backend.yaml`);
            if (!fs.existsSync(file)) {
                process.stderr.write(`skipped: no recording of istioctl ${version}\n`);
                this.skip();
            }
            // The pristine backend mounts none, so all that Flagger would track was injected.
            assert.deepEqual(trackedByFlagger(fs.readFileSync(file, "utf8")), [...ISTIO_CONFIG_MAPS].sort());
        });
    }
});

/** Names Flagger 1.44 collects from a pod template: pkg/canary/config_tracker.go, GetTargetConfigs. */
function trackedByFlagger(text: string): string[] {
    const names = new Set<string>();
    const collect = (value: unknown): void => {
        if (Array.isArray(value)) return value.forEach(collect);
        if (typeof value !== "object" || value === null) return;
        for (const [key, inner] of Object.entries(value as Record<string, Record<string, string>>)) {
            if (/^(configMap|configMapKeyRef|configMapRef|secretKeyRef|secretRef)$/.test(key))
                names.add(inner["name"] ?? "");
            else if (key === "secret") names.add(inner["secretName"] ?? inner["name"] ?? "");
            else collect(inner);
        }
    };
    for (const document of parseAllDocuments(text)) collect(document.toJS());
    return [...names].sort();
}
