import assert from "node:assert/strict";

import { checkAnnotations } from "../../../lifecycle/sidecars/annotations";
import type { Manifest } from "../../../lifecycle/workloads/manifest";

function complaints(metadata: object, spec: object = { containers: [{ name: "a" }] }): string[] {
    const manifest = {
        apiVersion: "apps/v1",
        kind: "Deployment",
        metadata: { name: "a", namespace: "prod" },
        spec: { template: { metadata, spec } },
    } as unknown as Manifest;
    return checkAnnotations({ app: "a", file: "apps/a/deployment.yaml", line: 1, manifest }).map(
        (error) => error.message,
    );
}

const PLACE = "apps/a/deployment.yaml:1: prod/Deployment/a:";

describe("checkAnnotations", () => {
    const allowed: Record<string, string>[] = [
        { "prometheus.io/scrape": "true", "example.com/anything": "'\"\n" },
        {
            "sidecar.istio.io/proxyCPU": "250m",
            "sidecar.istio.io/proxyMemoryLimit": "1Gi",
            "sidecar.istio.io/proxyCPULimit": "2",
        },
        { "sidecar.istio.io/nativeSidecar": "true", "sidecar.istio.io/logLevel": "debug" },
        {
            "traffic.sidecar.istio.io/excludeOutboundPorts": "3306,6379",
            "traffic.sidecar.istio.io/includeInboundPorts": "*",
        },
        { "traffic.sidecar.istio.io/excludeOutboundIPRanges": "10.0.0.0/8,fd00::/8" },
        { "proxy.istio.io/config": "concurrency: 2\nholdApplicationUntilProxyStarts: true\n" },
        { "proxy.istio.io/config": "proxyMetadata:\n  ISTIO_META_DNS_CAPTURE: 'true'\n" },
    ];
    for (const annotations of allowed) {
        it(`allows ${Object.keys(annotations).join(", ")}`, () =>
            assert.deepEqual(complaints({ annotations }), []));
    }

    const refused: [string, unknown, string][] = [
        [
            "sidecar.istio.io/proxyImage",
            "evil/x",
            `"evil/x": is not one of the annotations a workload may carry, as it can change what its proxy runs. Remove it.`,
        ],
        [
            "sidecar.istio.io/bootstrapOverride",
            "x",
            `"x": is not one of the annotations a workload may carry, as it can change what its proxy runs. Remove it.`,
        ],
        [
            "inject.istio.io/templates",
            "evil",
            `"evil": is not one of the annotations a workload may carry, as it can change what its proxy runs. Remove it.`,
        ],
        [
            "sidecar.istio.io/proxyCpu",
            "1",
            `"1": is not one of the annotations a workload may carry, as it can change what its proxy runs. Remove it, or write sidecar.istio.io/proxyCPU if that is meant.`,
        ],
        [
            "sidecar.istio.io/proxyCPU",
            '1"\nimage: evil',
            `"1\\"\\nimage: evil": must be a Kubernetes quantity, such as 100m or 128Mi. Correct the value.`,
        ],
        ["sidecar.istio.io/proxyCPU", 1, `1: must be a text, as all annotations. Put the value in quotes.`],
        [
            "sidecar.istio.io/logLevel",
            "debug\n- --x",
            `"debug\\n- --x": must be a log level: trace, debug, info, warning, error, critical or off. Correct the value.`,
        ],
        [
            "traffic.sidecar.istio.io/excludeOutboundPorts",
            "99999",
            `"99999": must be ports, separated by commas. Correct the value.`,
        ],
        [
            "traffic.sidecar.istio.io/includeOutboundIPRanges",
            "10.0.0.0/33",
            `"10.0.0.0/33": must be CIDR ranges, separated by commas, or *. Correct the value.`,
        ],
        [
            "proxy.istio.io/config",
            "discoveryAddress: evil:15012",
            `"discoveryAddress: evil:15012": must not set discoveryAddress: that is the mesh's to say, not a workload's. Remove it or set it for the mesh.`,
        ],
        [
            "proxy.istio.io/config",
            "proxyMetadata:\n  CA_ADDR: evil",
            `"proxyMetadata:\\n  CA_ADDR: evil": must not set proxyMetadata.CA_ADDR: that is the mesh's to say, not a workload's. Remove it or set it for the mesh.`,
        ],
        [
            "proxy.istio.io/config",
            "- a",
            `"- a": must be a map of proxy settings. Remove it or set it for the mesh.`,
        ],
        [
            "proxy.istio.io/overrides",
            "{}",
            `"{}": is not one of the annotations a workload may carry, as it can change what its proxy runs. Remove it.`,
        ],
    ];
    for (const [name, value, rest] of refused) {
        it(`refuses ${name}: ${JSON.stringify(value)}`, () => {
            assert.deepEqual(complaints({ annotations: { [name]: value } }), [`${PLACE} ${name}: ${rest}`]);
        });
    }

    it("refuses a proxy configuration that is no YAML, in bounded time", () => {
        const bomb = "a: &a [x,x]\nb: &b [*a,*a]\n".repeat(400);
        assert.equal(complaints({ annotations: { "proxy.istio.io/config": "a: [" } }).length, 1);
        assert.equal(complaints({ annotations: { "proxy.istio.io/config": bomb } }).length, 1);
    });

    it("takes a status port of 0 and an empty service account for what they are", () => {
        assert.deepEqual(complaints({ annotations: { "status.sidecar.istio.io/port": "0" } }), []);
        assert.deepEqual(complaints({}, { serviceAccountName: "", containers: [] }), []);
        assert.equal(complaints({ annotations: { "status.sidecar.istio.io/port": "00" } }).length, 1);
    });

    it("refuses labels and names that would break out of the injector's template", () => {
        assert.deepEqual(complaints({ labels: { app: 'x"\n  image: evil' } }), [
            `${PLACE} app: "x\\"\\n  image: evil": is no value a label can have, and the injector would paste it into its template. Correct the label.`,
        ]);
        assert.deepEqual(complaints({}, { containers: [{ name: 'a", evil: "' }] }), [
            `${PLACE} containers.name: "a\\", evil: \\"": is no name Kubernetes takes, and the injector would paste it into its template. Correct the name.`,
        ]);
    });

    it("refuses a label that switches mutual TLS off", () => {
        assert.deepEqual(complaints({ labels: { "security.istio.io/tlsMode": "disabled" } }), [
            `${PLACE} security.istio.io/tlsMode: "disabled": would switch mutual TLS off for the workload. Remove the label.`,
        ]);
    });
});
