import assert from "node:assert/strict";

import { readStacks } from "../../cli/read-stacks";
import { LAYERS } from "../../components/kube/layer";
import { getIn, isRecord } from "../../lifecycle/kit/json-path";
import { defineMesh } from "../../program/define-mesh";
import { evaluate } from "../../render/evaluate";
import { renderStack } from "../../render/render-stack";
import { DELIVERED_LAYERS } from "../../components/flux/layers";
import { MESH } from "../support/mesh";

/** `flagger-system/flagger` to all that is ready before it. */
type Order = Readonly<Record<string, readonly string[]>>;

describe("the order of HelmReleases", () => {
    for (const stack of readStacks(MESH, ["dev", "staging", "production"])) {
        const { stack: name } = stack.settings;

        it(`is the same for ${name} whether Pulumi delivers or Flux does`, async () => {
            const { layers } = await renderStack(stack);
            const registrations = await evaluate(() => defineMesh().declare(stack, LAYERS, true), {
                stack: name,
            });

            const byFlux = orderOf(
                DELIVERED_LAYERS.flatMap((layer) => layers[layer].map((object) => ({ layer, object }))),
            );
            assert.ok(Object.keys(byFlux).length >= 4);
            assert.deepEqual(byFlux, orderOfResources(registrations));
            assert.ok(byFlux["flagger-system/flagger"]?.includes("istio-system/istio-base"));
        });
    }
});

interface Placed {
    readonly layer: (typeof DELIVERED_LAYERS)[number];
    readonly object: object;
}

/** By Flux: what a HelmRelease depends on, and all releases of the layers below its own. */
function orderOf(objects: readonly Placed[]): Order {
    const releases = objects.filter(({ object }) => isRelease(object));
    const direct = new Map(
        releases.map(({ layer, object }) => {
            const dependsOn = getIn(object, ["spec", "dependsOn"]);
            const named = (Array.isArray(dependsOn) ? dependsOn.filter(isRecord) : []).map(
                (each) =>
                    `${String(each["namespace"] ?? getIn(object, ["metadata", "namespace"]))}/${String(each["name"])}`,
            );
            const below = releases
                .filter((other) => DELIVERED_LAYERS.indexOf(other.layer) < DELIVERED_LAYERS.indexOf(layer))
                .map((other) => keyOf(other.object));
            return [keyOf(object), [...named, ...below]] as const;
        }),
    );
    return closure([...direct.keys()], (key) => direct.get(key) ?? []);
}

/** By Pulumi: what a resource depends on, or its parents do. */
function orderOfResources(registrations: Awaited<ReturnType<typeof evaluate>>): Order {
    const byUrn = new Map(registrations.map((registration) => [registration.urn, registration]));
    const releases = registrations.filter(({ inputs, read }) => !read && isRelease(inputs));
    const keys = new Map(releases.map(({ urn, inputs }) => [urn, keyOf(inputs)]));
    const order = closure([...keys.keys()], (urn) => {
        const registration = byUrn.get(urn);
        const parents = registration?.parent === undefined ? [] : [registration.parent];
        return [...(registration?.dependencies ?? []), ...parents];
    });
    return Object.fromEntries(
        Object.entries(order).map(([urn, before]) => [
            keys.get(urn),
            before.flatMap((each) => keys.get(each) ?? []).sort(),
        ]),
    ) as Order;
}

function closure(keys: readonly string[], next: (key: string) => readonly string[]): Order {
    const reach = (key: string, seen: Set<string>): Set<string> => {
        for (const each of next(key)) if (!seen.has(each)) reach(each, seen.add(each));
        return seen;
    };
    return Object.fromEntries(keys.map((key) => [key, [...reach(key, new Set())].sort()]));
}

function isRelease(object: unknown): boolean {
    return (
        getIn(object, ["kind"]) === "HelmRelease" &&
        String(getIn(object, ["apiVersion"])).startsWith("helm.toolkit.fluxcd.io/")
    );
}

function keyOf(object: unknown): string {
    return ["namespace", "name"].map((key) => String(getIn(object, ["metadata", key]))).join("/");
}
