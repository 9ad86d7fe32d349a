import assert from "node:assert/strict";
import { hookOf } from "../../../lifecycle/workloads/hooks";

const hook = (annotation: string, value: string) =>
    hookOf({ metadata: { name: "a", annotations: { [annotation]: value } } });

/** `[annotation, value, when]` */
const cases: readonly (readonly [string, string, string])[] = [
    ["helm.sh/hook", "pre-install", "installs"],
    ["helm.sh/hook", "pre-install, post-upgrade", "installs"],
    ["helm.sh/hook", "crd-install", "installs"],
    ["helm.sh/hook", "pre-delete", "misfires"],
    ["helm.sh/hook", "post-delete", "misfires"],
    ["helm.sh/hook", "pre-rollback", "misfires"],
    ["helm.sh/hook", "test", "misfires"],
    ["helm.sh/hook", "test-success", "misfires"],
    ["helm.sh/hook", "pre-install,pre-delete", "misfires"],
    ["helm.sh/hook", "", "misfires"],
    ["argocd.argoproj.io/hook", "PreSync", "installs"],
    ["argocd.argoproj.io/hook", "SyncFail", "misfires"],
    ["argocd.argoproj.io/hook", "PostDelete", "misfires"],
];

describe("hookOf", () => {
    for (const [annotation, value, when] of cases) {
        it(`${annotation}: ${value} ${when}`, () => assert.equal(hook(annotation, value)?.when, when));
    }

    it("is nothing for a plain object, nor for the words beside a hook", () => {
        assert.equal(hookOf({ metadata: { name: "a" } }), undefined);
        assert.equal(hook("helm.sh/hook-weight", "1"), undefined);
    });
});
