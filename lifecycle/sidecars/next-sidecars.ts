import { compareText } from "../kit/compare-text";
import { canonicalJson } from "../kit/canonical-json";
import { withoutUndefined } from "../kit/fields";
import type { Difference, OwnPart } from "./factor";
import type { Overlay } from "./overlay";
import type { SidecarInputs, Sidecars } from "./sidecars";

/**
 * The sidecars of the version that cohorts move to, as what differs from those of the pin: mostly the image, and a line or
 * two of the common part. Which workload has which version the lock says, so that a cohort's step changes nothing here.
 */
export interface NextDifference {
    /** The version, and of the others those that differ. */
    readonly inputs: Pick<SidecarInputs, "istioctl"> & Partial<SidecarInputs>;
    readonly proxyImage: string;
    /** `without` are single places here, and nothing below them. */
    readonly common: Difference;
    /** Undefined where they are the same. */
    readonly shapes?: ReadonlyMap<string, Difference>;
    /** Those that differ. */
    readonly own: ReadonlyMap<string, OwnPart>;
}

/** What differs; undo with {@link nextSidecars}. */
export function nextDifference(sidecars: Sidecars, next: Sidecars): NextDifference {
    const { common, shapes, own } = sidecars.factored;
    const to = next.factored;
    const differs = (one: unknown, other: unknown): boolean => canonicalJson(one) !== canonicalJson(other);
    const changed = <Key extends keyof SidecarInputs>(key: Key): SidecarInputs[Key] | undefined =>
        differs(sidecars.inputs[key], next.inputs[key]) ? next.inputs[key] : undefined;
    const set = Object.entries(to.common).filter(
        ([pointer, value]) => !Object.hasOwn(common, pointer) || differs(common[pointer], value),
    );
    return {
        inputs: {
            istioctl: next.inputs.istioctl,
            revision: changed("revision"),
            values: changed("values"),
            injector: changed("injector"),
        },
        proxyImage: next.proxyImage,
        common: {
            set: Object.fromEntries(set),
            without: Object.keys(common).filter((pointer) => !Object.hasOwn(to.common, pointer)),
        },
        shapes: differs([...shapes], [...to.shapes]) ? to.shapes : undefined,
        own: new Map([...to.own].filter(([id, part]) => differs(own.get(id), part))),
    };
}

/** The sidecars of the next version, whole. */
export function nextSidecars(sidecars: Sidecars, difference: NextDifference): Sidecars {
    const { common, shapes, own } = sidecars.factored;
    const gone = new Set(difference.common.without);
    const kept = Object.entries(common).filter(([pointer]) => !gone.has(pointer));
    const merged = [...new Map([...kept, ...Object.entries(difference.common.set)])];
    const overlay: Overlay = Object.fromEntries(merged.sort(([a], [b]) => compareText(a, b)));
    return {
        inputs: { ...sidecars.inputs, ...withoutUndefined(difference.inputs) },
        proxyImage: difference.proxyImage,
        pristine: sidecars.pristine,
        factored: {
            common: overlay,
            shapes: difference.shapes ?? shapes,
            own: new Map([...own].map(([id, part]) => [id, difference.own.get(id) ?? part])),
        },
    };
}
