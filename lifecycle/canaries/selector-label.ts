import { type Fields, fieldsOf } from "./complaints";

/** Flagger's default for `-selector-labels`, and its chart's: cmd/flagger/main.go. */
export const SELECTOR_LABELS: readonly string[] = ["app", "name", "app.kubernetes.io/name"];

/** The one label by which Flagger tells the pods of a target from those of its primary. */
export interface SelectorLabel {
    readonly key: string;
    /** Of the target's pods; those of the primary carry `<value>-primary`. */
    readonly value: string;
}

/**
 * The label Flagger changes for the primary: the first of {@link SELECTOR_LABELS} in the target's `matchLabels`
 * (`getSelectorLabel` in pkg/canary/deployment_controller.go and daemonset_controller.go).
 *
 * @returns undefined where the target has none of them, which Flagger refuses
 */
export function selectorLabel(target: Fields): SelectorLabel | undefined {
    const labels = fieldsOf(fieldsOf(fieldsOf(target["spec"])["selector"])["matchLabels"]);
    const key = SELECTOR_LABELS.find((label) => typeof labels[label] === "string");
    return key === undefined ? undefined : { key, value: String(labels[key]) };
}

/** Value of the selector label of the primary's pods. */
export function primaryValue({ value }: SelectorLabel): string {
    return `${value}-primary`;
}
