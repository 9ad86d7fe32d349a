import assert from "node:assert/strict";
import { podFaults, portNumber } from "../../../../lifecycle/schemas/objects/pods";
import { faultsOf } from "../../../support/object-faults";

const pod = (spec: string) => `{apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {${spec}}}`;
const container = (more: string) =>
    pod(`volumes: [{name: tmp, emptyDir: {}}], containers: [{name: app, image: shop, ${more}}]`);
const at = (rule: string) => [`spec.containers.0.${rule}`];

describe("podFaults", () => {
    const cases: readonly (readonly [string, string, readonly string[]])[] = [
        [
            "a plain pod",
            container(
                "ports: [{name: http, containerPort: 80}], volumeMounts: [{name: tmp, mountPath: /tmp}]",
            ),
            [],
        ],
        ["no containers", pod("containers: []"), ["spec.containers: must have at least one container"]],
        ["a container without an image", pod("containers: [{name: a}]"), at("image: is required")],
        [
            "an image with a space",
            pod('containers: [{name: a, image: "shop "}]'),
            at("image: must not begin or end with a space"),
        ],
        [
            "two containers of a name, one of them first",
            pod("initContainers: [{name: a, image: b}], containers: [{name: a, image: b}]"),
            at("name: is the name of another container of the pod"),
        ],
        [
            "two ports of a name",
            container("ports: [{name: a, containerPort: 1}, {name: a, containerPort: 2}]"),
            at("ports.1.name: is the name of another port of the container"),
        ],
        [
            "a port out of range",
            container("ports: [{containerPort: 70000}]"),
            at("ports.0.containerPort: must be a port from 1 to 65535"),
        ],
        [
            "a volume that is missing",
            container("volumeMounts: [{name: temp, mountPath: /tmp}]"),
            at("volumeMounts.0.name: is no volume of the pod"),
        ],
        [
            "a place mounted twice",
            container("volumeMounts: [{name: tmp, mountPath: /a}, {name: tmp, mountPath: /a, subPath: b}]"),
            at("volumeMounts.1.mountPath: is mounted twice in the container"),
        ],
        [
            "more than the limit",
            container("resources: {requests: {memory: 2Gi}, limits: {memory: 512Mi}}"),
            at("resources.requests.memory: must not be more than the limit, which is 512Mi"),
        ],
        [
            "a resource nobody knows",
            container("resources: {limits: {mem: 1Gi}}"),
            at("resources.limits.mem: is no resource of Kubernetes' own, and has no domain before it"),
        ],
        [
            "a resource of a device",
            container("resources: {limits: {nvidia.com/gpu: 1, hugepages-2Mi: 4Mi}}"),
            [],
        ],
        [
            "a probe without a handler",
            container("livenessProbe: {periodSeconds: 5}"),
            at("livenessProbe: needs one of exec, httpGet, tcpSocket, grpc"),
        ],
        [
            "a probe with two handlers",
            container("livenessProbe: {exec: {command: [a]}, grpc: {port: 1}}"),
            at("livenessProbe: takes only one of exec and grpc"),
        ],
        [
            "a variable from two sources",
            container("env: [{name: A, value: b, valueFrom: {fieldRef: {fieldPath: c}}}]"),
            at("env.0.valueFrom: may not stand beside value"),
        ],
        [
            "a variable from nowhere",
            container("env: [{name: A, valueFrom: {}}]"),
            at("env.0.valueFrom: needs exactly one source of the value"),
        ],
        [
            "a volume of two kinds",
            pod(
                "volumes: [{name: a, emptyDir: {}, secret: {secretName: b}}], containers: [{name: a, image: b}]",
            ),
            ["spec.volumes.0: takes only one kind of volume, and has emptyDir and secret"],
        ],
    ];
    for (const [title, text, faults] of cases) {
        it(`${faults.length > 0 ? "refuses" : "takes"} ${title}`, () =>
            assert.deepEqual(faultsOf(podFaults, text), faults));
    }

    it("looks into templates, and lets a StatefulSet mount its claims", () => {
        const text = `{apiVersion: apps/v1, kind: StatefulSet, metadata: {name: a}, spec: {
            volumeClaimTemplates: [{metadata: {name: data}}],
            template: {metadata: {labels: {"a b": c}}, spec: {containers: [{name: a, image: b, volumeMounts: [{name: data, mountPath: /d}, {name: dta, mountPath: /e}]}]}}}}`;
        assert.deepEqual(
            faultsOf(podFaults, text).map((fault) => fault.split(":")[0]),
            ["spec.template.metadata.labels.a b", "spec.template.spec.containers.0.volumeMounts.1.name"],
        );
    });

    it("is silent about what makes no pods, and about types the schema complains of", () => {
        assert.deepEqual(
            faultsOf(
                podFaults,
                "{apiVersion: v1, kind: Service, metadata: {name: a}, spec: {containers: []}}",
            ),
            [],
        );
        assert.deepEqual(faultsOf(podFaults, pod("containers: a, volumes: 3, initContainers: [5]")), []);
    });
});

describe("portNumber", () => {
    it("is from 1 to 65535", () => {
        assert.deepEqual(
            [1, 65535, "http", undefined].flatMap((value) => portNumber(value, [])),
            [],
        );
        assert.equal(portNumber(0, []).length, 1);
    });
});
