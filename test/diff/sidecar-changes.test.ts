import assert from "node:assert/strict";
import { NAME_MARK } from "../../diff/phrase";
import { sidecarChanges } from "../../diff/sidecar-changes";
import { deployment } from "./example-version";

const manifest = deployment("d");
const PORTS = "spec/initContainers/istio-proxy/env/ISTIO_META_POD_PORTS";
const CPU = "spec/initContainers/istio-proxy/env/CPU";

describe("sidecarChanges", () => {
    const paths = (appChanged: boolean): readonly string[] =>
        sidecarChanges({
            before: { [PORTS]: "1", [CPU]: "1" },
            after: { [PORTS]: "2", [CPU]: "2" },
            manifest,
            sidecars: undefined,
            appChanged,
        }).map(({ path }) => path.join("/"));
    it("are all that differs where the application is the same", () =>
        assert.deepEqual(paths(false), [PORTS, CPU]));
    it("leave out what the injector derives from an application that changed", () =>
        assert.deepEqual(paths(true), [CPU]));
    it("spell the workload's name alike", () => {
        const [change] = sidecarChanges({
            before: { [CPU]: "x/d" },
            after: { [CPU]: "y/d" },
            manifest,
            sidecars: undefined,
            appChanged: false,
        });
        assert.equal(change?.to, `y/${NAME_MARK}`);
    });
});
