import assert from "node:assert/strict";
import { LAYERS } from "../../components/kube/layer";
import type { Manifest } from "../../lifecycle/workloads/manifest";
import type { Registration } from "../../render/evaluate";

/** What must hold for whatever any program registers. Each complaint names the resource. */
export function assertInvariants(registrations: readonly Registration[]): void {
    const byUrn = new Map(registrations.map((registration) => [registration.urn, registration]));
    assert.equal(byUrn.size, registrations.length, "two resources share one URN");
    assertObjectsOnce(registrations);
    assertNames(registrations, byUrn);
    assertProviders(registrations);
    assertAcyclic(registrations, byUrn);
    assertLayersInOrder(registrations, byUrn);
}

/** An object has one owner: registered twice, the second would overwrite the first or fail on it. */
function assertObjectsOnce(registrations: readonly Registration[]): void {
    const owners = new Map<string, string>();
    for (const { type, inputs, name, custom, read } of registrations) {
        if (!custom || read || !type.startsWith("kubernetes:") || type.includes("helm.sh")) continue;
        const { apiVersion, kind, metadata } = inputs as unknown as Manifest;
        const group = apiVersion.includes("/") ? apiVersion.split("/")[0] : "";
        const object = `${group} ${kind} ${metadata.namespace ?? ""} ${metadata.name}`;
        assert.equal(owners.get(object), undefined, `${name} is the same object as ${owners.get(object)}`);
        owners.set(object, name);
    }
}

/** A child of a component starts with the component's name, so that two instances never meet. Layers hold components. */
function assertNames(registrations: readonly Registration[], byUrn: ReadonlyMap<string, Registration>): void {
    for (const { name, parent } of registrations) {
        const above = byUrn.get(parent ?? "");
        if (!above || above.type === "windlass:kube:Layer" || above.type === "pulumi:pulumi:Stack") continue;
        assert.ok(name.startsWith(`${above.name}-`), `${name} does not start with ${above.name}-`);
    }
}

function assertProviders(registrations: readonly Registration[]): void {
    for (const { type, provider, name } of registrations) {
        if (!type.startsWith("kubernetes:")) continue;
        assert.match(provider ?? "", /\bpulumi:providers:kubernetes::cluster$/, `${name} has no provider`);
    }
}

function assertAcyclic(
    registrations: readonly Registration[],
    byUrn: ReadonlyMap<string, Registration>,
): void {
    const state = new Map<string, "open" | "closed">();
    const visit = (urn: string): void => {
        if (state.get(urn) === "closed") return;
        assert.notEqual(state.get(urn), "open", `${urn} depends on itself`);
        state.set(urn, "open");
        for (const next of needs(byUrn.get(urn))) visit(next);
        state.set(urn, "closed");
    };
    for (const { urn, dependencies } of registrations) {
        for (const dependency of dependencies)
            assert.ok(byUrn.has(dependency), `${dependency} is no resource`);
        visit(urn);
    }
}

function needs(registration: Registration | undefined): readonly string[] {
    if (!registration) return [];
    return registration.parent
        ? [...registration.dependencies, registration.parent]
        : registration.dependencies;
}

/** Everything in a layer comes after every gate below: what it needs, followed down, leads into each lower layer. */
function assertLayersInOrder(
    registrations: readonly Registration[],
    byUrn: ReadonlyMap<string, Registration>,
): void {
    const layerOf = (registration: Registration | undefined): string | undefined => {
        if (!registration) return undefined;
        if (registration.type === "windlass:kube:Layer") return registration.name;
        return layerOf(byUrn.get(registration.parent ?? ""));
    };
    const reached = new Map<string, ReadonlySet<string>>();
    const reach = (urn: string): ReadonlySet<string> => {
        const known = reached.get(urn);
        if (known) return known;
        const found = new Set<string>();
        const here = byUrn.get(urn);
        const layer = layerOf(here);
        // Only real objects count: a dependency on a layer itself waits for nothing.
        if (here?.custom && layer) found.add(layer);
        for (const next of needs(here)) for (const one of reach(next)) found.add(one);
        reached.set(urn, found);
        return found;
    };
    const declared = LAYERS.filter((layer) => registrations.some(({ name }) => name === layer));
    for (const registration of registrations) {
        const layer = layerOf(registration);
        if (!layer || !registration.custom) continue;
        const below = declared.slice(0, declared.indexOf(layer as (typeof LAYERS)[number]));
        const met = reach(registration.urn);
        for (const one of below) assert.ok(met.has(one), `${registration.name} does not wait for ${one}`);
    }
}
