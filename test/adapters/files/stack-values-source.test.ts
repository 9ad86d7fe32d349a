import assert from "node:assert/strict";
import { ExitStatus } from "../../../lifecycle/kit/errors";
import { refusedValues, stackValuesFaults } from "../../../adapters/files/stack-values-source";
import type { JsonObject } from "../../../lifecycle/kit/json";
import type { Waiver } from "../../../lifecycle/settings/settings";
import { exampleLock, exampleSettings } from "../../support/example-stack";

function settingsWith(values: JsonObject, waivers: readonly Waiver[] = []) {
    const settings = exampleSettings();
    return { ...settings, istio: { ...settings.istio, values, waivers } };
}

describe("stackValuesFaults", () => {
    it("hold values against the chart of the pinned control plane, merged over Windlass's own", () => {
        assert.deepEqual(stackValuesFaults(settingsWith({}), exampleLock()), []);
        const faults = stackValuesFaults(settingsWith({ pilot: { autoscaleMax: 1 } }), exampleLock());
        assert.deepEqual(
            faults.map(({ path, rule }) => [path, rule]),
            [[["pilot", "autoscaleMax"], "must not be less than autoscaleMin, which is 2"]],
        );
    });
});

describe("refusedValues", () => {
    it("are refused before istioctl sees them, unless a waiver names the rule", () => {
        const [error] = refusedValues(settingsWith({ profile: "ambient" }), exampleLock());
        assert.equal(error?.exitStatus, ExitStatus.refused);
        assert.match(error.message, /istio\.values\.profile: "ambient": is not supported yet/);

        const waiver = { id: "istio-values", reason: "a chart of our own", expires: "2026-12-31" };
        assert.deepEqual(refusedValues(settingsWith({ profile: "ambient" }, [waiver]), exampleLock()), []);
    });
});
