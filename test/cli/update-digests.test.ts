import assert from "node:assert/strict";

import type { Terminal } from "../../cli/terminal";
import { completeDigests } from "../../cli/update-digests";
import { ISTIOCTL_PLATFORMS, istioctlAsset } from "../../adapters/istioctl/assets";
import type { Lock } from "../../lifecycle/settings/lock";
import type { StackSettings } from "../../lifecycle/settings/settings";
import { sha256 } from "../support/archives";
import { exampleSettings } from "../support/example-stack";
import { faultServer } from "../support/http-server";
import { lockAt } from "../support/stack-pins";
import { temporaryFolder } from "../support/temporary-folder";

const E = "e".repeat(64);
const F = `sha256:${"f".repeat(64)}`;
const CHART = `sha256:${sha256("{}")}`;
const CHARTS = { base: CHART, istiod: CHART, gateway: CHART };

const terminal: Terminal = {
    print: () => undefined,
    note: () => undefined,
    progress: () => undefined,
    paint: (_, text) => text,
};

describe("completeDigests", () => {
    const server = faultServer();
    const cache = temporaryFolder();

    function settings(): StackSettings {
        const charts = `oci://${new URL(server.url).host}/c`;
        const example = exampleSettings({ istio: { charts } });
        return { ...example, flux: { ...example.flux, charts }, flagger: { ...example.flagger, charts } };
    }

    function serve(version: string): void {
        for (const platform of ISTIOCTL_PLATFORMS) {
            const asset = istioctlAsset(version, platform) ?? "";
            server.on(`/r/${version}/${asset}.sha256`, { body: `${E} ${asset}\n` });
        }
        for (const chart of ["base", "istiod", "gateway"])
            server.on(`/v2/c/${chart}/manifests/${version}`, { body: "{}" });
    }

    beforeEach(() => {
        serve("1.31.0");
        serve("1.31.1");
        server.on("/v2/c/flux-operator/manifests/0.58.1", { body: "{}" });
        server.on("/v2/c/flagger/manifests/1.44.0", { body: "{}" });
    });

    function complete(lock: Lock, old: Lock | undefined, again?: string, offline = false) {
        const env = { WINDLASS_ISTIO_MIRROR: `${server.url}/r`, WINDLASS_CACHE: cache };
        const { signal } = new AbortController();
        return completeDigests(settings(), lock, old, again, { options: { offline }, env, signal, terminal });
    }

    /** A lock that knows some digests of the charts, and all others. */
    function knowing(lock: Lock, chartDigests: Readonly<Record<string, string>>): Lock {
        return {
            istio: {
                ...lock.istio,
                charts: settings().istio.charts,
                chartDigests,
                istioctlDigests: { "linux-amd64": F },
            },
            flux: { ...lock.flux, chartDigests: { "flux-operator": F } },
            flagger: { ...lock.flagger, chartDigests: { flagger: F } },
            catalog: lock.catalog,
        };
    }

    it("fetches all of a first lock", async () => {
        const { lock, missing } = await complete(lockAt("1.31.1"), undefined);

        assert.deepEqual(missing, []);
        assert.deepEqual(lock.istio.chartDigests, CHARTS);
        assert.deepEqual(
            lock.istio.istioctlDigests,
            Object.fromEntries(ISTIOCTL_PLATFORMS.map((platform) => [platform, `sha256:${E}`])),
        );
        assert.deepEqual(lock.flux.chartDigests, { "flux-operator": CHART });
        assert.deepEqual(lock.flagger.chartDigests, { flagger: CHART });
    });

    it("asks nobody where nothing has moved", async () => {
        const old = knowing(lockAt("1.31.1"), { base: F });
        const { lock, missing } = await complete(old, old);

        assert.deepEqual([lock, missing, server.paths], [old, [], []]);
    });

    it("fetches the charts' of a control plane that moves, and keeps istioctl's", async () => {
        const old = knowing(lockAt("1.31.0"), { base: F });
        const controlPlane = { version: "1.31.1", since: "2026-10-05" };
        const { lock } = await complete({ ...old, istio: { ...old.istio, controlPlane } }, old);

        assert.deepEqual(lock.istio.chartDigests, CHARTS);
        assert.deepEqual(lock.istio.istioctlDigests, { "linux-amd64": F });
    });

    it("looks at the charts again when the proxies follow, and refuses a release that was made anew", async () => {
        const old = knowing(lockAt("1.31.1", "1.31.0"), { ...CHARTS, istiod: F });
        const proxies = { version: "1.31.1", since: "2026-10-05" };
        const wanted = { ...old, istio: { ...old.istio, proxies } };

        await assert.rejects(complete(wanted, old, "1.31.1"), {
            exitStatus: 5,
            message:
                `stacks/dev.lock.yaml: istio.chartDigests.istiod: "${F}": ` +
                `the same version 1.31.1 has the digest ${CHART} now: the release was made anew. ` +
                "Nothing was changed. Find out why; only then change the digest in the lock, in a commit that is reviewed.",
        });
    });

    it("leaves out what cannot be had, and says so", async () => {
        server.on("/v2/c/gateway/manifests/1.31.1", { status: 404 });
        const { lock, missing } = await complete(lockAt("1.31.1"), undefined);

        assert.deepEqual(Object.keys(lock.istio.chartDigests), ["base", "istiod"]);
        assert.equal(missing.length, 1);
        assert.match(missing.join(), /^chart gateway 1\.31\.1: /);
    });

    it("fetches nothing with --offline, and says what is left out", async () => {
        const { lock, missing } = await complete(lockAt("1.31.1"), undefined, undefined, true);

        assert.deepEqual([lock.istio.chartDigests, lock.istio.istioctlDigests, server.paths], [{}, {}, []]);
        assert.deepEqual(missing, [
            "digests of charts of Istio 1.31.1: left out, as --offline fetches none",
            "digests of istioctl 1.31.1: left out, as --offline fetches none",
            "digests of chart of flux-operator 0.58.1: left out, as --offline fetches none",
            "digests of chart of Flagger 1.44.0: left out, as --offline fetches none",
        ]);
    });
});
