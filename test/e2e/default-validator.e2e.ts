import assert from "node:assert/strict";

import type { Manifest } from "../../lifecycle/workloads/manifest";
import { controlPlaneArgs } from "../../components/mesh/istio-args";
import { getIn } from "../../lifecycle/kit/json-path";
import type { Lock } from "../../lifecycle/settings/lock";
import { decideUpdate } from "../../lifecycle/upgrade/decide";
import { momentOf } from "../../lifecycle/versions/request";
import { eventually } from "../support/control-plane";
import {
    type ControlPlanePlan,
    type IstiodCluster,
    applyControlPlane,
    applyObjects,
    controlPlaneObjects,
    namespaceOf,
    startIstiodCluster,
    stopIstiodCluster,
    untilServing,
} from "../support/istiod-cluster";
import { idOf, messageOf } from "../support/kube-api";
import { decideArgs, lockAt } from "../support/stack-pins";

const REVISIONS = { istio: { strategy: "revisions" } } as const;
const WEBHOOKS = "/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations";
const SERVICES = "/apis/networking.istio.io/v1/namespaces/default/virtualservices?dryRun=All";

/** An object of no revision that istiod refuses: it has no route. */
const REFUSED = {
    apiVersion: "networking.istio.io/v1",
    kind: "VirtualService",
    metadata: { name: "refused" },
    spec: { hosts: ["refused.example.com"] },
};

/** Each lock on the way from one minor to the next, and what `update` called the step to it. */
function journey(): readonly (readonly [step: string, lock: Lock])[] {
    const seen: (readonly [string, Lock])[] = [["start", lockAt("1.30.5", "1.30.5", "~1.31")]];
    // The prune waits for the soak of the proxies.
    for (const day of ["2026-10-05", "2026-10-05", "2026-10-20"]) {
        const lock = seen.at(-1)?.[1];
        assert.ok(lock);
        const decision = decideUpdate({ ...decideArgs(lock, REVISIONS), at: momentOf(day) }, "istio");
        assert.ok(decision.step && decision.lock, decision.reasons.join());
        seen.push([decision.step.part, decision.lock]);
    }
    return seen;
}

describe("the validator of objects without a revision, while a minor moves by revisions", function () {
    this.timeout(180_000);
    let site: IstiodCluster;
    const way = journey();
    const argsAt = (index: number): ControlPlanePlan => {
        const lock = way[index]?.[1];
        assert.ok(lock);
        return controlPlaneArgs(decideArgs(lock, REVISIONS).settings, lock);
    };

    before(async function () {
        site = await startIstiodCluster(this, "e2e-validator");
        await applyControlPlane(site, argsAt(0));
        // Fails open until istiod has tried itself.
        await eventually("the validator to fail closed", async () => {
            const { body } = await site.cluster.api.request({ path: `${WEBHOOKS}/istiod-default-validator` });
            const webhooks = getIn(body, ["webhooks"]);
            return Array.isArray(webhooks) && getIn(webhooks[0], ["failurePolicy"]) === "Fail";
        });
    });

    after(() => stopIstiodCluster(site ?? {}));

    /** What istiod says to an object it has to refuse; else why it was not asked. */
    async function ask(): Promise<string> {
        const answer = await site.cluster.api.request({ method: "POST", path: SERVICES, body: REFUSED });
        const isRefused = /"validation.istio.io" denied the request/.test(messageOf(answer));
        return isRefused ? "refused by istiod" : `${answer.status} ${messageOf(answer)}`;
    }

    /** Asks again and again while something happens, and for a second after. */
    async function askedWhile(action: () => Promise<void>): Promise<ReadonlyMap<string, number>> {
        const answers = new Map<string, number>();
        let end = Infinity;
        const asking = (async () => {
            while (performance.now() < end) {
                const said = await ask();
                answers.set(said, (answers.get(said) ?? 0) + 1);
            }
        })();
        try {
            await action();
        } finally {
            end = performance.now() + 1_000;
            await asking;
        }
        return answers;
    }

    /** What Flux does with a commit: what is gone is pruned while the rest is still upgraded. */
    async function move(from: ControlPlanePlan, to: ControlPlanePlan): Promise<void> {
        const wanted = controlPlaneObjects(to);
        const kept = new Set(wanted.map(idOf));
        const gone = controlPlaneObjects(from).filter((object) => !kept.has(idOf(object)));
        await Promise.all([
            uninstall(gone),
            applyObjects(site, [namespaceOf(to), ...wanted]).then(() => untilServing(site, to)),
        ]);
    }

    async function uninstall(objects: readonly Manifest[]): Promise<void> {
        for (const object of objects) {
            const { status, text } = await site.cluster.api.delete(object);
            if (status >= 300) throw new Error(`${idOf(object)}: ${text}`);
        }
    }

    for (const [index, [step]] of way.entries()) {
        if (index === 0) continue;
        it(`answers at every moment of the step ${step}`, async () => {
            const answers = await askedWhile(() => move(argsAt(index - 1), argsAt(index)));

            assert.deepEqual([...answers.keys()], ["refused by istiod"]);
            process.stderr.write(`      (asked ${answers.get("refused by istiod")} times)\n`);
        });
    }

    it("does not answer where its istiod goes before it points to another", async () => {
        const [before, after] = [argsAt(0), argsAt(way.length - 1)];
        await move(after, before);
        const answers = await askedWhile(() => move(before, after));

        assert.ok(answers.size > 1, [...answers.keys()].join("\n"));
    });
});
