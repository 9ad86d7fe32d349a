import assert from "node:assert/strict";
import { otherFaults } from "../../../../lifecycle/schemas/objects/others";
import { faultsOf } from "../../../support/object-faults";

const object = (apiVersion: string, kind: string, rest: string, name = "a") =>
    `{apiVersion: ${apiVersion}, kind: ${kind}, metadata: {name: ${name}}, ${rest}}`;

describe("otherFaults", () => {
    const cases: readonly (readonly [string, readonly string[]])[] = [
        [
            object("v1", "ConfigMap", "data: {a.yaml: b, 'c/d': e}"),
            ["data.c/d: must be a key of at most 253 letters, digits, -, _ and ., and not begin with .."],
        ],
        [
            object("v1", "ConfigMap", "data: {a: b}, binaryData: {a: Yg==}"),
            ["binaryData.a: is a key of data too"],
        ],
        [object("v1", "Secret", "data: {a: Yg==}, stringData: {a: c}"), []],
        [
            object("v1", "Secret", "type: kubernetes.io/tls, data: {tls.crt: Yg==}"),
            ["data.tls.key: is required in a Secret of type kubernetes.io/tls"],
        ],
        [
            object("policy/v1", "PodDisruptionBudget", "spec: {minAvailable: 1, maxUnavailable: 1}"),
            ["spec.maxUnavailable: may not stand beside minAvailable"],
        ],
        [
            object("batch/v1", "CronJob", "spec: {schedule: '0 1 * *'}"),
            ["spec.schedule: must be a schedule of five fields, such as 0 1 * * *"],
        ],
        ...["*/5 * * * *", "@daily", "@every 5m", "TZ=Europe/Berlin 0 1 * * *"].map(
            (schedule) => [object("batch/v1", "CronJob", `spec: {schedule: '${schedule}'}`), []] as const,
        ),
        [
            object(
                "apiextensions.k8s.io/v1",
                "CustomResourceDefinition",
                "spec: {group: example.com, names: {plural: widgets}}",
                "widget.example.com",
            ),
            ["metadata.name: must be widgets.example.com: the plural of its kind and its group"],
        ],
        [object("example.com/v1", "Secret", "type: kubernetes.io/tls"), []],
    ];
    for (const [text, faults] of cases) {
        it(`${faults.length > 0 ? "refuses" : "takes"} ${text}`, () =>
            assert.deepEqual(faultsOf(otherFaults, text), faults));
    }
});
