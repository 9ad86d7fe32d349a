import type { Lock, Pin } from "../../../lifecycle/settings/lock";

function pin(version: string): Pin {
    return { version, since: "2026-10-01" };
}

/** A lock of ~1.31 with both pins at 1.31.1. */
export const exampleLock: Lock = {
    istio: {
        range: "~1.31",
        controlPlane: pin("1.31.1"),
        proxies: pin("1.31.1"),
        charts: "oci://ghcr.io/istio/release/charts",
        hub: "docker.io/istio",
        variant: "distroless",
        chartDigests: {},
        istioctlDigests: {},
        waivers: [],
    },
    flux: { range: "~2.9", distribution: pin("2.9.4"), operator: pin("0.58.1"), chartDigests: {} },
    flagger: { range: "~1.44", release: pin("1.44.0"), chartDigests: {} },
    catalog: "2026-10-01",
};
