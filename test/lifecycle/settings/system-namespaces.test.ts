import assert from "node:assert/strict";
import { FLAGGER_NAMESPACE } from "../../../components/flagger/names";
import { FLUX_NAMESPACE } from "../../../components/flux/api";
import {
    isBuiltInNamespace,
    isReservedNamespace,
    systemNamespaces,
} from "../../../lifecycle/settings/system-namespaces";
import { exampleSettings } from "../../support/example-stack";

describe("systemNamespaces", () => {
    it("names those that lower layers declare, the gateway's where there is one", () => {
        const system = ["istio-system", FLAGGER_NAMESPACE, FLUX_NAMESPACE];

        assert.deepEqual([...systemNamespaces(exampleSettings())], [...system, "istio-ingress"]);
        assert.deepEqual([...systemNamespaces(exampleSettings({ gateway: { enabled: false } }))], system);
    });
});

describe("isReservedNamespace", () => {
    for (const [name, reserved, builtIn] of [
        ["istio-system", true, false],
        ["flagger-system", true, false],
        ["flux-system", true, false],
        ["default", true, true],
        ["kube-system", true, true],
        ["istio-ingress", false, false],
    ] as const) {
        it(`is ${reserved} of ${name}`, () => {
            assert.deepEqual([isReservedNamespace(name), isBuiltInNamespace(name)], [reserved, builtIn]);
        });
    }
});
