import assert from "node:assert/strict";

import { retiredHostFault, urlFault } from "../../../lifecycle/settings/addresses";

describe("retiredHostFault", () => {
    const retired = [
        "https://istio-release.storage.googleapis.com/charts",
        "https://storage.googleapis.com/istio-release/charts",
        "gcr.io/istio-release",
        "GCR.io/istio-release/proxyv2",
        "registry.istio.io",
        "oci://registry.istio.io/release/charts",
        "registry.istio.io:443/release",
    ];
    for (const address of retired) {
        it(`refuses ${address}`, () => {
            assert.equal(
                retiredHostFault(address)?.rule,
                "is on a host that Istio switches off in December 2026",
            );
        });
    }

    for (const address of [
        "docker.io/istio",
        "gcr.io/istio-releases",
        "mirror.example.com/registry.istio.io",
        "registry.istio.io.example.com",
    ]) {
        it(`lets ${address} pass`, () => {
            assert.equal(retiredHostFault(address), undefined);
        });
    }
});

describe("urlFault", () => {
    const cases: readonly (readonly [url: string, rule: string | undefined])[] = [
        ["https://example.com/charts", undefined],
        ["oci://ghcr.io/istio/release/charts", undefined],
        ["http://127.0.0.1:5000/charts", undefined],
        ["http://localhost:5000/charts", undefined],
        ["http://[::1]:5000/charts", undefined],
        ["ssh://git@github.com/example/mesh", undefined],
        ["http://127.0.0.1.example.com/charts", "must not be plain HTTP except on the loopback"],
        ["https://user@example.com/charts", "must not contain credentials"],
        ["ssh://git:pw@github.com/example/mesh", "must not contain credentials"],
        ["https://example.com/charts/", "must not end with a slash"],
        ["oci://", "must be a URL with a host"],
        ["https://exa mple.com", "must be a URL"],
    ];
    for (const [url, rule] of cases) {
        it(`says of ${url}: ${rule ?? "fine"}`, () => {
            assert.equal(urlFault(url, false)?.rule, rule);
        });
    }

    it("lets plain HTTP pass where the caller says so", () => {
        assert.equal(urlFault("http://prometheus.monitoring:9090", true), undefined);
    });
});
