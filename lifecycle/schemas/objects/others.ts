import { getIn, isRecord } from "../../kit/json-path";
import { groupOf } from "../../workloads/api-group";
import { autoscaler } from "./autoscaler";
import { configKey } from "./names";
import { ingress, networkPolicy, service } from "./networking";
import { type ObjectRule, fault } from "./object-rule";
import { role, roleBinding } from "./rbac";
import { claim, claimTemplates } from "./storage";

/** What an API server refuses of single kinds. */
export const otherFaults: ObjectRule = (object, context) =>
    RULES[`${groupOf(object.apiVersion)}/${object.kind}`]?.(object, context) ?? [];

const disruptionBudget: ObjectRule = (object) => {
    const both = ["minAvailable", "maxUnavailable"].every(
        (key) => (getIn(object, ["spec", key]) ?? null) !== null,
    );
    return both
        ? fault(
              ["spec", "maxUnavailable"],
              undefined,
              "may not stand beside minAvailable",
              "Keep one of the two",
          )
        : [];
};

const keys: ObjectRule = (object) => {
    const seen = new Set<string>();
    return ["data", "stringData", "binaryData"].flatMap((section) => {
        const map = object[section];
        if (!isRecord(map)) return [];
        return Object.keys(map).flatMap((key) => {
            // A Secret's stringData is written over its data.
            const twice = section === "binaryData" && seen.has(key);
            seen.add(key);
            return [
                ...fault([section, key], key, configKey(key)),
                ...(twice ? fault([section, key], key, "is a key of data too") : []),
            ];
        });
    });
};

const secret: ObjectRule = (object, context) => [
    ...keys(object, context),
    ...(object["type"] === "kubernetes.io/tls" ? ["tls.crt", "tls.key"] : []).flatMap((key) => {
        const given = ["data", "stringData"].some(
            (section) => isRecord(object[section]) && key in object[section],
        );
        return given
            ? []
            : fault(["data", key], undefined, "is required in a Secret of type kubernetes.io/tls");
    }),
];

/** A schedule of five fields, or a name for one (robfig/cron, which the controller reads it with). */
const SCHEDULE =
    /^(?:(?:TZ|CRON_TZ)=\S+ +)?(?:@(?:yearly|annually|monthly|weekly|daily|midnight|hourly)|@every \S+|\S+(?: +\S+){4})$/;

const cronJob: ObjectRule = (object) => {
    const schedule = getIn(object, ["spec", "schedule"]);
    if (typeof schedule !== "string" || SCHEDULE.test(schedule.trim())) return [];
    return fault(["spec", "schedule"], schedule, "must be a schedule of five fields, such as 0 1 * * *");
};

const definition: ObjectRule = (object) => {
    const [plural, group] = [getIn(object, ["spec", "names", "plural"]), getIn(object, ["spec", "group"])];
    if (typeof plural !== "string" || typeof group !== "string") return [];
    const name = `${plural}.${group}`;
    const rule = `must be ${name}: the plural of its kind and its group`;
    return fault(
        ["metadata", "name"],
        object.metadata.name,
        object.metadata.name === name ? undefined : rule,
    );
};

/** By group and kind; all in pkg/apis/…/validation, definitions in k8s.io/apiextensions-apiserver. */
const RULES: Readonly<Record<string, ObjectRule>> = {
    "/Service": service,
    "/ConfigMap": keys,
    "/Secret": secret,
    "autoscaling/HorizontalPodAutoscaler": autoscaler,
    "policy/PodDisruptionBudget": disruptionBudget,
    "/PersistentVolumeClaim": claim,
    "apps/StatefulSet": claimTemplates,
    "batch/CronJob": cronJob,
    "networking.k8s.io/Ingress": ingress,
    "networking.k8s.io/NetworkPolicy": networkPolicy,
    "rbac.authorization.k8s.io/Role": role,
    "rbac.authorization.k8s.io/ClusterRole": role,
    "rbac.authorization.k8s.io/RoleBinding": roleBinding,
    "rbac.authorization.k8s.io/ClusterRoleBinding": roleBinding,
    "apiextensions.k8s.io/CustomResourceDefinition": definition,
};
