import assert from "node:assert/strict";
import { generatedObjects, routesByIstio } from "../../../lifecycle/canaries/generated-objects";

const made = (spec: object, pod?: object) =>
    generatedObjects(
        {
            metadata: { name: "c", namespace: "prod" },
            spec: { targetRef: { kind: "Deployment", name: "orders" }, ...spec },
        },
        pod && { spec: { template: { spec: pod } } },
    ).map(({ group, kind, name }) => `${group}/${kind} ${name}`);

const ALWAYS = ["/Service orders", "/Service orders-primary", "/Service orders-canary"];
const PRIMARY = "apps/Deployment orders-primary";

/** `[provider, what routes]` */
const PROVIDERS: readonly (readonly [string, readonly string[]])[] = [
    ["kubernetes", []],
    ["gatewayapi:v1", ["gateway.networking.k8s.io/HTTPRoute orders"]],
    ["gatewayapi:v1beta1", ["gateway.networking.k8s.io/HTTPRoute orders"]],
    ["contour", ["projectcontour.io/HTTPProxy orders"]],
    ["traefik", ["traefik.io/TraefikService orders"]],
    ["linkerd", ["split.smi-spec.io/TrafficSplit orders"]],
    ["nginx", ["networking.k8s.io/Ingress shop-canary"]],
    ["skipper", ["networking.k8s.io/Ingress shop-canary"]],
    ["apisix", ["apisix.apache.org/ApisixRoute shop-orders-canary"]],
];

describe("generatedObjects", () => {
    it("has three Services, Istio's routes and the primary where nothing else is said, or something Flagger does not know", () => {
        const routes = [
            "networking.istio.io/VirtualService orders",
            "networking.istio.io/DestinationRule orders-primary",
            "networking.istio.io/DestinationRule orders-canary",
        ];

        for (const spec of [{}, { provider: "istio" }, { provider: "unheard-of" }])
            assert.deepEqual(made(spec), [...ALWAYS, ...routes, PRIMARY]);
    });

    for (const [provider, routes] of PROVIDERS) {
        it(`has what ${provider} routes by`, () => {
            const spec = { provider, ingressRef: { name: "shop" }, routeRef: { name: "shop" } };

            assert.deepEqual(made(spec), [...ALWAYS, ...routes, PRIMARY]);
            assert.equal(routesByIstio(spec), false);
        });
    }

    it("has a copy of the autoscaler, named after the autoscaler", () => {
        const autoscalerRef = { apiVersion: "keda.sh/v1alpha1", kind: "ScaledObject", name: "scaler" };

        assert.equal(made({ autoscalerRef }).at(-1), "keda.sh/ScaledObject scaler-primary");
    });

    it("has copies of everything the pods read their configuration from", () => {
        const env = [{ valueFrom: { secretKeyRef: { name: "b" } } }, { value: "plain" }];
        const pod = {
            volumes: [{ configMap: { name: "a" } }, { secret: { secretName: "c" } }],
            containers: [{ env, envFrom: [{ configMapRef: { name: "d" } }] }],
            initContainers: [{ envFrom: [{ secretRef: { name: "e" } }] }],
        };

        assert.deepEqual(
            made({}, pod)
                .filter((one) => /ConfigMap|Secret/.test(one))
                .sort(),
            [
                "/ConfigMap a-primary",
                "/ConfigMap d-primary",
                "/Secret b-primary",
                "/Secret c-primary",
                "/Secret e-primary",
            ],
        );
    });
});
