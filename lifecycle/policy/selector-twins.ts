import { type SelectorLabel, primaryValue } from "../canaries/selector-label";
import { kindOf } from "./pod-selector-kinds";
import type { PodSelector } from "./pod-selectors";
import type { Manifest } from "../workloads/manifest";

/** A selector, and the object it stands in. */
export interface FoundSelector {
    readonly object: Manifest;
    readonly selector: PodSelector;
}

/** What {@link SelectorTwins.find} looks for. */
export interface TwinQuery extends FoundSelector {
    /** The label that tells the two halves of an application apart. */
    readonly label: SelectorLabel;
    /** The half the selector misses. */
    readonly half: "primary" | "canary";
}

/** Selectors by what they select. */
export interface SelectorTwins {
    /**
     * Who selects the half that a selector misses: `covered` where the same object does, in the same place of another item,
     * or another of its kind that says the same; another object that says something else; undefined where nobody does.
     */
    find(query: TwinQuery): Manifest | "covered" | undefined;
}

/** Arranges selectors by kind, namespace and label, so that each query looks at few of them. */
export function selectorTwins(found: readonly FoundSelector[]): SelectorTwins {
    const byLabel = new Map<string, FoundSelector[]>();
    for (const one of found) {
        for (const { key, operator, values } of one.selector.selector) {
            if (operator !== "In") continue;
            for (const value of values) {
                const place = placeOf(one, key, value);
                const known = byLabel.get(place);
                if (known) known.push(one);
                else byLabel.set(place, [one]);
            }
        }
    }
    return {
        find: ({ object, selector, label, half }) => {
            const missed = half === "primary" ? primaryValue(label) : label.value;
            const others = byLabel.get(placeOf({ object, selector }, label.key, missed)) ?? [];
            if (others.length === 0) return undefined;
            const meaning = meaningOf(object, label);
            const same = others.some(
                (other) => other.object === object || meaningOf(other.object, label) === meaning,
            );
            return same ? "covered" : others[0]?.object;
        },
    };
}

function placeOf({ object, selector }: FoundSelector, key: string, value: string): string {
    return [kindOf(object), object.metadata.namespace ?? "", selector.field, key, value].join(" ");
}

/** What an object says, with both halves of an application spelt alike. */
function meaningOf(
    { apiVersion: _version, kind: _kind, metadata: _metadata, ...said }: Manifest,
    label: SelectorLabel,
): string {
    return JSON.stringify(said).replaceAll(`"${primaryValue(label)}"`, () => JSON.stringify(label.value));
}
