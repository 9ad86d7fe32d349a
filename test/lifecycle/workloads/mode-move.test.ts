import assert from "node:assert/strict";

import type { DataPlaneMode } from "../../../lifecycle/settings/settings";
import { DATA_PLANE_MODES, modeConflict } from "../../../lifecycle/workloads/data-plane-mode";
import {
    type ModeStep,
    describeModeMove,
    isAllowedStep,
    planModeMove,
} from "../../../lifecycle/workloads/mode-move";
import { injectionLabels } from "../../../lifecycle/workloads/namespaces";

interface Template {
    readonly hasSidecar: boolean;
    readonly labels: Readonly<Record<string, string>>;
}

function templateOf(mode: DataPlaneMode, revision: string): Template {
    return { hasSidecar: mode === "git", labels: mode === "pin" ? { "istio.io/rev": revision } : {} };
}

type Labels = Readonly<Record<string, string>>;

/** The four webhooks of istiod's `mutatingwebhook.yaml`, by their selectors. */
function webhookInjects(namespace: Labels, pod: Labels, revision: string): boolean {
    if (pod["sidecar.istio.io/inject"] === "false") return false;
    if (namespace["istio-injection"] === undefined && namespace["istio.io/rev"] === revision) return true;
    if (revision === "default" && namespace["istio-injection"] === "enabled") return true;
    if (namespace["istio-injection"] !== undefined || namespace["istio.io/rev"] !== undefined) return false;
    if (pod["istio.io/rev"] === revision) return true;
    return (
        revision === "default" &&
        pod["sidecar.istio.io/inject"] === "true" &&
        pod["istio.io/rev"] === undefined
    );
}

function hasProxy(namespace: DataPlaneMode, template: DataPlaneMode, revision: string): boolean {
    const { hasSidecar, labels } = templateOf(template, revision);
    return hasSidecar || webhookInjects(injectionLabels(namespace, revision), labels, revision);
}

function isReplaced(namespace: DataPlaneMode, template: DataPlaneMode, revision: string): boolean {
    const { hasSidecar, labels } = templateOf(template, revision);
    return hasSidecar && webhookInjects(injectionLabels(namespace, revision), labels, revision);
}

/** Every state a pod may be created in: the namespace first, then templates one by one, primaries last of all. */
function statesOf(steps: readonly ModeStep[]): (readonly [DataPlaneMode, DataPlaneMode])[] {
    return steps.flatMap((step, index) => {
        const before = steps[index - 1];
        return before
            ? [[step.namespace, before.workloads] as const, [step.namespace, step.workloads] as const]
            : [[step.namespace, step.workloads] as const];
    });
}

const ALL = DATA_PLANE_MODES.flatMap((from) => DATA_PLANE_MODES.map((to) => [from, to] as const));
const MOVES = ALL.filter(([from, to]) => from !== to);

const STEPS: Readonly<Record<string, string>> = {
    "git pin": "pin/pin",
    "git webhook": "pin/pin webhook/webhook",
    "git none": "none/none",
    "pin git": "pin/git git/git",
    "pin webhook": "webhook/webhook",
    "pin none": "none/none",
    "webhook git": "webhook/pin pin/git git/git",
    "webhook pin": "webhook/pin pin/pin",
    "webhook none": "none/none",
    "none git": "git/git",
    "none pin": "pin/pin",
    "none webhook": "webhook/webhook",
};

describe("planModeMove", () => {
    for (const revision of ["default", "1-31-1"]) {
        for (const [from, to] of MOVES) {
            const states = statesOf([{ namespace: from, workloads: from }, ...planModeMove(from, to).steps]);

            it(`leaves no pod without a proxy from ${from} to ${to}, revision ${revision}`, () => {
                if (from === "none" || to === "none") return assert.ok(states.length >= 2);
                for (const [namespace, template] of states)
                    assert.ok(hasProxy(namespace, template, revision), `${namespace}/${template}`);
            });

            it(`never lets the webhook replace a sidecar from Git from ${from} to ${to}, revision ${revision}`, () => {
                for (const [namespace, template] of states)
                    assert.equal(
                        isReplaced(namespace, template, revision),
                        false,
                        `${namespace}/${template}`,
                    );
            });
        }

        it(`ends where it should, revision ${revision}`, () => {
            for (const mode of DATA_PLANE_MODES)
                assert.equal(hasProxy(mode, mode, revision), mode !== "none", mode);
        });

        it(`takes a detour only where the direct way has a fault, revision ${revision}`, () => {
            for (const [from, to] of MOVES) {
                const isDirect = planModeMove(from, to).steps.length === 1;
                const onTheWay = [to, from] as const;
                const lacks = from !== "none" && to !== "none" && !hasProxy(...onTheWay, revision);
                assert.equal(isDirect, !lacks && !isReplaced(...onTheWay, revision), `${from} ${to}`);
            }
        });

        it(`allows a mixture exactly where it does what both say, revision ${revision}`, () => {
            for (const [namespace, workload] of ALL) {
                const fine =
                    hasProxy(namespace, workload, revision) === (workload !== "none") &&
                    !isReplaced(namespace, workload, revision);
                assert.equal(
                    modeConflict(namespace, workload) === undefined,
                    fine,
                    `${namespace}/${workload}`,
                );
            }
        });
    }

    it("has a table of its twelve moves", () => {
        const table = MOVES.map(([from, to]) => [
            `${from} ${to}`,
            planModeMove(from, to)
                .steps.map(({ namespace, workloads }) => `${namespace}/${workloads}`)
                .join(" "),
        ]);
        assert.deepEqual(Object.fromEntries(table), STEPS);
        assert.equal(table.length, 12);
    });

    it("passes through nothing that the settings refuse", () => {
        for (const [from, to] of MOVES)
            assert.ok(planModeMove(from, to).steps.every(isAllowedStep), `${from} ${to}`);
    });

    it("says where running pods have to be restarted, because no template changes", () => {
        const restarts = MOVES.filter(([from, to]) => planModeMove(from, to).needsRestart);
        assert.deepEqual(restarts, [
            ["webhook", "none"],
            ["none", "webhook"],
        ]);
    });

    it("is nothing where nothing moves", () =>
        assert.deepEqual(planModeMove("git", "git"), { steps: [], needsRestart: false }));
});

describe("describeModeMove", () => {
    it("names the steps in order", () =>
        assert.equal(
            describeModeMove("prod", "webhook", "git"),
            "namespace prod cannot go from webhook to git in one step without pods that lack the proxy they should have: apply (1) mode webhook, its workloads annotated pin, then (2) mode pin, its workloads annotated git, then (3) mode git; let every canary finish in between",
        ));
    it("is silent where one step is enough", () =>
        assert.equal(describeModeMove("prod", "git", "pin"), undefined));
});
