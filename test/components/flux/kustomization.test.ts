import * as assert from "node:assert/strict";
import { runInNewContext } from "node:vm";
import { CANARY_HEALTH, kustomization } from "../../../components/flux/kustomization";
import { asSent } from "../../support/as-sent";
import { validateObject } from "../../support/crd-schema";

const args = {
    name: "system",
    namespace: "flux-system",
    source: "windlass",
    path: "clusters/dev/system",
    timeout: "20m",
};

describe("kustomization", () => {
    it("prunes, waits, names its account and substitutes nothing", () => {
        const object = asSent(kustomization(args));

        assert.deepEqual(object, {
            apiVersion: "kustomize.toolkit.fluxcd.io/v1",
            kind: "Kustomization",
            metadata: { name: "system", namespace: "flux-system" },
            spec: {
                interval: "10m",
                retryInterval: "2m",
                timeout: "20m",
                sourceRef: { kind: "GitRepository", name: "windlass" },
                path: "./clusters/dev/system",
                prune: true,
                wait: true,
                deletionPolicy: "WaitForTermination",
                serviceAccountName: "kustomize-controller",
            },
        });
        assert.deepEqual(validateObject(object), []);
    });

    it("waits for others and for canaries", () => {
        const object = kustomization({ ...args, dependsOn: ["gateways"], healthCheckExprs: [CANARY_HEALTH] });

        const spec = object.spec as Record<string, unknown>;
        assert.deepEqual(spec["dependsOn"], [{ name: "gateways" }]);
        assert.deepEqual(spec["healthCheckExprs"], [CANARY_HEALTH]);
        assert.deepEqual(validateObject(object), []);
    });

    it("decrypts with the keys of a Secret, or with the controller's own identity", () => {
        const decryption = (secret?: string) => {
            const object = asSent(kustomization({ ...args, decryption: { secret } }));
            assert.deepEqual(validateObject(object), []);
            return (object.spec as Record<string, unknown>)["decryption"];
        };

        assert.deepEqual(decryption("sops-age"), { provider: "sops", secretRef: { name: "sops-age" } });
        assert.deepEqual(decryption(), { provider: "sops" });
        const none = asSent(kustomization(args));
        assert.ok(!("decryption" in (none.spec as object)));
    });

    for (const path of ["clusters/dev", "./clusters/dev", "/clusters/dev"]) {
        it(`reads ${path} from the repository's root`, () => {
            const object = kustomization({ ...args, path });

            assert.equal((object.spec as { path: string }).path, "./clusters/dev");
        });
    }
});

describe("CANARY_HEALTH", () => {
    const states: readonly [what: string, status: CanaryStatus, health: string][] = [
        ["is being made", { phase: "Initializing" }, "InProgress"],
        ["was made", { phase: "Initialized", lastAppliedSpec: "a", lastPromotedSpec: "a" }, "Current"],
        ["is analysed", { phase: "Progressing", lastAppliedSpec: "b", lastPromotedSpec: "a" }, "InProgress"],
        ["waits", { phase: "Waiting", lastAppliedSpec: "b", lastPromotedSpec: "a" }, "InProgress"],
        [
            "waits for a person",
            { phase: "WaitingPromotion", lastAppliedSpec: "b", lastPromotedSpec: "a" },
            "InProgress",
        ],
        ["is promoted", { phase: "Promoting", lastAppliedSpec: "b", lastPromotedSpec: "a" }, "InProgress"],
        ["ends", { phase: "Finalising", lastAppliedSpec: "b", lastPromotedSpec: "a" }, "InProgress"],
        ["was promoted", { phase: "Succeeded", lastAppliedSpec: "b", lastPromotedSpec: "b" }, "Current"],
        ["failed", { phase: "Failed", lastAppliedSpec: "b", lastPromotedSpec: "a" }, "Failed"],
        [
            "failed, and Git has gone back",
            { phase: "Failed", lastAppliedSpec: "a", lastPromotedSpec: "a" },
            "Current",
        ],
        ["failed before anything was promoted", { phase: "Failed", lastAppliedSpec: "a" }, "Failed"],
    ];
    for (const [what, status, health] of states) {
        it(`${health}: ${what}`, () => assert.equal(healthOf(status), health));
    }
});

/** Of pkg/apis/flagger/v1beta1/status.go; Flagger leaves out what is empty. */
interface CanaryStatus {
    readonly phase: string;
    readonly lastAppliedSpec?: string;
    readonly lastPromotedSpec?: string;
}

/** As Flux judges an object by expressions: pkg/runtime/cel/status_evaluator.go. */
function healthOf(status: CanaryStatus): string {
    const { inProgress, failed, current } = CANARY_HEALTH;
    if (inProgress !== undefined && evaluated(inProgress, status)) return "InProgress";
    if (failed !== undefined && evaluated(failed, status)) return "Failed";
    return evaluated(current, status) ? "Current" : "InProgress";
}

/** The part of CEL that is used, read as JavaScript. A field that is not there is an error, as in CEL. */
function evaluated(expression: string, status: CanaryStatus): boolean {
    const script = expression
        .replaceAll(/has\(status\.(\w+)\)/g, (_, field: string) => `("${field}" in status)`)
        .replaceAll(
            /([\w.]+) in (\[[^\]]*\])/g,
            (_, value: string, list: string) => `${list}.includes(${value})`,
        );
    const strict = new Proxy(status, {
        get: (target, key) => {
            if (!(key in target)) throw new Error(`no such key: ${String(key)}`);
            return target[key as keyof CanaryStatus];
        },
    });
    return runInNewContext(script, { status: strict }) as boolean;
}
