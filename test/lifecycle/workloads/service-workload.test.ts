import assert from "node:assert/strict";
import { getIn } from "../../../lifecycle/kit/json-path";
import { checkManifests } from "../../../lifecycle/workloads/check-manifests";
import { takeManifests } from "../../../lifecycle/workloads/parse-manifests";
import { type ServiceWorkloadArgs, serviceWorkload } from "../../../lifecycle/workloads/service-workload";
import { exampleKinds } from "../../support/known-kinds";

const args: ServiceWorkloadArgs = {
    name: "shop",
    namespace: "prod",
    image: "registry.example.com/shop:1.2.3",
    port: 8080,
    env: { LOG_LEVEL: "info" },
    replicas: { min: 2, max: 6 },
};

const find = (kind: string, changed: Partial<ServiceWorkloadArgs> = {}) =>
    serviceWorkload({ ...args, ...changed }).find((object) => object.kind === kind);

describe("serviceWorkload", () => {
    it("makes objects that pass every check of a manifest", () => {
        const manifests = takeManifests("shop", "apps/shop/manifests.ts", serviceWorkload(args));

        assert.deepEqual(checkManifests(manifests, exampleKinds()), []);
        assert.deepEqual(
            manifests.map(({ manifest }) => manifest.kind),
            ["ServiceAccount", "Deployment", "HorizontalPodAutoscaler", "Service"],
        );
    });

    it("leaves the Service to Flagger where a Canary targets the Deployment", () => {
        assert.ok(find("Service"));
        assert.equal(find("Service", { canary: true }), undefined);
    });

    it("leaves replicas to the autoscaler", () => {
        assert.equal(getIn(find("Deployment"), ["spec", "replicas"]), undefined);
        assert.equal(getIn(find("HorizontalPodAutoscaler"), ["spec", "maxReplicas"]), 6);
    });

    it("runs the container restricted, with its probes, variables and resources", () => {
        const [container] = getIn(find("Deployment"), [
            "spec",
            "template",
            "spec",
            "containers",
        ]) as unknown[];

        assert.deepEqual(container, {
            name: "shop",
            image: "registry.example.com/shop:1.2.3",
            env: [{ name: "LOG_LEVEL", value: "info" }],
            ports: [{ name: "http", containerPort: 8080, protocol: "TCP" }],
            livenessProbe: { httpGet: { path: "/healthz", port: 8080 }, timeoutSeconds: 5 },
            readinessProbe: { httpGet: { path: "/readyz", port: 8080 }, timeoutSeconds: 5 },
            resources: { requests: { cpu: "100m", memory: "64Mi" }, limits: { memory: "512Mi" } },
            securityContext: {
                allowPrivilegeEscalation: false,
                capabilities: { drop: ["ALL"] },
                readOnlyRootFilesystem: true,
                runAsNonRoot: true,
                seccompProfile: { type: "RuntimeDefault" },
            },
        });
    });

    it("takes a command that says a word twice, and a variable of two lines", () => {
        assert.ok(find("Deployment", { command: ["a", "-v", "-v", ""], env: { TEXT: "a\nb" } }));
    });

    const slips: readonly (readonly [what: string, changed: object, message: string])[] = [
        ["a name that is none", { name: "Shop" }, 'serviceWorkload.name: "Shop": must be a DNS-1123 label'],
        ["no image", { image: undefined }, "serviceWorkload.image: is required"],
        [
            "a port in quotes",
            { port: "8080" },
            'serviceWorkload.port: "8080": must be a whole number from 1 to 65535',
        ],
        [
            "more pods at least than at most",
            { replicas: { min: 6, max: 2 } },
            "serviceWorkload.replicas.max: 2: must not be less than min, 6",
        ],
        [
            "a key it does not know",
            { livenesPath: "/x" },
            "serviceWorkload.livenesPath: is not a known key. Did you mean livenessPath",
        ],
        [
            "a quantity that is none",
            { memoryLimit: "512 MB" },
            'serviceWorkload.memoryLimit: "512 MB": must be a quantity of Kubernetes',
        ],
        [
            "a command in one string",
            { command: "run it" },
            "serviceWorkload.command: must be a list of strings",
        ],
        [
            "a variable that is a number",
            { env: { PORT: 1 } },
            "serviceWorkload.env: must be a map of strings",
        ],
    ];
    for (const [what, changed, message] of slips) {
        it(`notices ${what}`, () => {
            assert.throws(
                () => serviceWorkload({ ...args, ...changed }),
                (error: Error) => error.name === "WindlassError" && error.message.startsWith(message),
            );
        });
    }
});
