import assert from "node:assert/strict";
import { checkPodTemplate, checkTwins } from "../../../lifecycle/workloads/check-objects";
import { parseManifests } from "../../../lifecycle/workloads/parse-manifests";

const object = (apiVersion: string, kind: string, namespace = "prod"): string =>
    `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: { name: backend, namespace: ${namespace} }\n`;

describe("checkTwins", () => {
    /** `[what there is, documents, how many complaints]` */
    const cases: readonly (readonly [string, readonly string[], number])[] = [
        ["three of one name", Array<string>(3).fill(object("v1", "Service")), 2],
        [
            "one in two versions of its group",
            [
                object("autoscaling/v1", "HorizontalPodAutoscaler"),
                object("autoscaling/v2", "HorizontalPodAutoscaler"),
            ],
            1,
        ],
        ["a kind of two groups", [object("v1", "Service"), object("serving.knative.dev/v1", "Service")], 0],
        ["two namespaces", [object("v1", "Service"), object("v1", "Service", "test")], 0],
    ];
    for (const [what, documents, count] of cases) {
        it(`complains ${count} times of ${what}`, () => {
            const found = checkTwins(parseManifests("app", "a.yaml", documents.join("---\n")));

            assert.equal(found.length, count);
            for (const { message } of found) assert.match(message, /is described twice, first in a\.yaml:1/);
        });
    }
});

describe("checkPodTemplate", () => {
    it("complains of a workload without pods, where the template is missing", () => {
        const [job] = parseManifests(
            "app",
            "a.yaml",
            `${object("batch/v1", "CronJob")}spec: { schedule: "@daily" }\n`,
        );
        assert(job);

        assert.match(
            String(checkPodTemplate(job)[0]?.message),
            /^a\.yaml:4: spec\.jobTemplate\.spec\.template\.spec: CronJob backend has no pod template/,
        );
    });

    it("leaves alone what makes no pods", () => {
        const [service] = parseManifests("app", "a.yaml", object("v1", "Service"));
        assert(service);

        assert.deepEqual(checkPodTemplate(service), []);
    });
});
