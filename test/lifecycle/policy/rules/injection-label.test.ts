import { injectionLabel } from "../../../../lifecycle/policy/rules/injection-label";
import { policyCases } from "../../../support/policy-cases";

const namespace = (name: string, labels: string) =>
    `{apiVersion: v1, kind: Namespace, metadata: {name: ${name}, labels: ${labels}}}`;

describe("injection-label", () => {
    policyCases(injectionLabel, [
        {
            what: "a namespace that switches the webhook off",
            yaml: namespace("prod", "{istio-injection: disabled}"),
        },
        { what: "a namespace the webhook injects", yaml: namespace("legacy", "{istio-injection: enabled}") },
        {
            what: "a Git-injected namespace that asks the webhook",
            yaml: namespace("prod", "{istio-injection: enabled}"),
            violations: [
                "Namespace/prod: the label istio-injection: enabled has the webhook replace the sidecars of Git",
            ],
        },
        {
            what: "a Git-injected namespace that names a revision",
            yaml: namespace("prod", "{istio-injection: disabled, istio.io/rev: stable}"),
            violations: [
                "Namespace/prod: the label istio.io/rev: stable has the webhook replace the sidecars of Git",
            ],
        },
    ]);
});
