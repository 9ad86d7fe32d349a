import { getIn, isRecord } from "../../kit/json-path";
import { groupOf } from "../../workloads/api-group";
import { podTemplateOf, templatePathOf } from "../../workloads/pod-template";
import type { SchemaFault } from "../validate";
import { labelFaults } from "./metadata";
import { type ObjectRule, fault } from "./object-rule";

/** API group of the kinds whose selector has to select their own template (pkg/apis/apps/validation/validation.go). */
const SELECTING = "apps";

/** Restart policies the pods of an API group's kinds may have (pkg/apis/{core,apps,batch}/validation). */
const RESTART: Readonly<Record<string, readonly string[]>> = {
    "": ["Always"],
    apps: ["Always"],
    batch: ["OnFailure", "Never"],
};

/** What an API server refuses of a workload as a whole. */
export const workloadFaults: ObjectRule = (object) => {
    const template = podTemplateOf(object);
    const path = templatePathOf(object);
    if (!template || !path || path.length === 0) return [];
    const policy = template.spec?.["restartPolicy"] ?? "Always";
    const group = groupOf(object.apiVersion);
    const allowed = RESTART[group];
    const wrong = allowed && typeof policy === "string" && !allowed.includes(policy) && policy !== "";
    return [
        ...(group === SELECTING ? selectorFaults(object["spec"], template.metadata?.labels) : []),
        ...(wrong
            ? fault(
                  [...path, "spec", "restartPolicy"],
                  template.spec?.["restartPolicy"],
                  `must be ${allowed.join(" or ")} for a ${object.kind}${template.spec?.["restartPolicy"] === undefined ? ", and is Always where it is left out" : ""}`,
              )
            : []),
        ...["replicas", "minReadySeconds"].flatMap((key) => {
            const value = getIn(object, ["spec", key]);
            return typeof value === "number" && value < 0
                ? fault(["spec", key], value, "must not be negative")
                : [];
        }),
    ];
};

function selectorFaults(spec: unknown, labels: unknown): readonly SchemaFault[] {
    const selector = getIn(spec, ["selector"]);
    if (!isRecord(selector)) return [];
    const { matchLabels, matchExpressions } = selector;
    const wanted = isRecord(matchLabels) ? matchLabels : {};
    const path = ["spec", "selector"];
    if (Object.keys(wanted).length === 0 && !(Array.isArray(matchExpressions) && matchExpressions.length > 0))
        return fault(path, selector, "must not be empty: it would select every pod of the namespace");
    const given = isRecord(labels) ? labels : {};
    const unmet = Object.entries(wanted).filter(([key, value]) => given[key] !== value);
    const said = (key: string): string =>
        given[key] === undefined ? "is missing" : `is ${JSON.stringify(given[key])}`;
    return [
        ...labelFaults(wanted, [...path, "matchLabels"]),
        ...unmet.flatMap(([key, value]) =>
            fault(
                [...path, "matchLabels", key],
                value,
                `must select the pods of the template, whose label ${key} ${said(key)}`,
                "Write the same label in the selector and below spec.template.metadata.labels",
            ),
        ),
        ...expressionFaults(matchExpressions, given, [...path, "matchExpressions"]),
    ];
}

function expressionFaults(
    expressions: unknown,
    labels: Readonly<Record<string, unknown>>,
    path: readonly (string | number)[],
): readonly SchemaFault[] {
    if (!Array.isArray(expressions)) return [];
    return (expressions as readonly unknown[]).flatMap((expression, index) => {
        if (!isRecord(expression) || typeof expression["key"] !== "string") return [];
        const { key, operator, values } = expression;
        const value = labels[key];
        const list: readonly unknown[] = Array.isArray(values) ? values : [];
        const met = {
            In: list.includes(value),
            NotIn: !list.includes(value),
            Exists: value !== undefined,
            DoesNotExist: value === undefined,
        }[String(operator)];
        if (met !== false) return [];
        return fault([...path, index], expression, "must select the pods of the template");
    });
}
