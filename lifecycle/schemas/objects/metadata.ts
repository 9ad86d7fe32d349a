import { isRecord } from "../../kit/json-path";
import { groupOf } from "../../workloads/api-group";
import type { Manifest } from "../../workloads/manifest";
import {
    type Syntax,
    dns1035Label,
    dnsLabel,
    dnsSubdomain,
    labelValue,
    pathSegment,
    qualifiedName,
} from "./names";
import { type ObjectContext, type ObjectRule, fault } from "./object-rule";

/** ValidateObjectMeta and the ValidateNameFunc of each kind: k8s.io/apimachinery/pkg/api/validation, pkg/apis/…/validation. */
export const metadataFaults: ObjectRule = (object, context) => {
    const { metadata } = object;
    const annotations = Object.entries(metadata.annotations ?? {});
    return [
        ...fault(["metadata", "name"], metadata.name, nameSyntax(object, context)(metadata.name)),
        ...(metadata.namespace
            ? fault(["metadata", "namespace"], metadata.namespace, dnsLabel(metadata.namespace))
            : []),
        ...labelFaults(metadata.labels, ["metadata", "labels"]),
        ...annotations.flatMap(([key]) =>
            fault(["metadata", "annotations", key], key, qualifiedName(key.toLowerCase())),
        ),
        ...sizeFaults(annotations),
        ...pastedFaults(metadata),
    ];
};

const NAMES: Readonly<Record<string, Syntax>> = {
    "/Namespace": dnsLabel,
    "apps/StatefulSet": dnsLabel,
    "rbac.authorization.k8s.io/Role": pathSegment,
    "rbac.authorization.k8s.io/RoleBinding": pathSegment,
    "rbac.authorization.k8s.io/ClusterRole": pathSegment,
    "rbac.authorization.k8s.io/ClusterRoleBinding": pathSegment,
};

/** First minor of Kubernetes whose Services have names like other objects (feature gate RelaxedServiceNameValidation). */
const RELAXED_SERVICES = 36;
/** A CronJob's Jobs are named after it, with eleven characters more (pkg/apis/batch/validation). */
const LONGEST_CRON_JOB = 52;

function nameSyntax({ apiVersion, kind }: Manifest, { minor }: ObjectContext): Syntax {
    const name = `${groupOf(apiVersion)}/${kind}`;
    if (name === "/Service") return minor >= RELAXED_SERVICES ? dnsLabel : dns1035Label;
    if (name === "batch/CronJob") {
        const rule = `must have at most ${LONGEST_CRON_JOB} characters, as its jobs are named after it`;
        return (text) => (text.length > LONGEST_CRON_JOB ? rule : dnsSubdomain(text));
    }
    return NAMES[name] ?? dnsSubdomain;
}

/** Labels of an object or of a template: ValidateLabels in k8s.io/apimachinery/pkg/apis/meta/v1/validation. */
export function labelFaults(labels: unknown, path: readonly (string | number)[]): ReturnType<ObjectRule> {
    if (!isRecord(labels)) return [];
    return Object.entries(labels).flatMap(([key, value]) => [
        ...fault([...path, key], key, qualifiedName(key)),
        ...(typeof value === "string" ? fault([...path, key], value, labelValue(value)) : []),
    ]);
}

/** TotalAnnotationSizeLimitB in k8s.io/apimachinery/pkg/api/validation/objectmeta.go. */
const ANNOTATIONS_LIMIT = 256 * 1024;

function sizeFaults(annotations: readonly (readonly [string, unknown])[]): ReturnType<ObjectRule> {
    const size = annotations.reduce(
        (sum, [key, value]) => sum + Buffer.byteLength(`${key}${String(value)}`),
        0,
    );
    if (size <= ANNOTATIONS_LIMIT) return [];
    return fault(
        ["metadata", "annotations"],
        `${size} bytes`,
        `must not be larger than ${ANNOTATIONS_LIMIT} bytes together`,
    );
}

/**
 * What only a server sets, and a new object is refused with: the store answers "resourceVersion should not be set on objects
 * to be created" and a UID that exists nowhere with a conflict; server-side apply "metadata.managedFields must be nil".
 */
const SET_BY_SERVER = ["uid", "resourceVersion", "managedFields"] as const;

function pastedFaults(metadata: Manifest["metadata"]): ReturnType<ObjectRule> {
    return SET_BY_SERVER.filter((key) => (metadata[key] ?? "") !== "").flatMap((key) =>
        fault(
            ["metadata", key],
            metadata[key],
            "is set by the API server, which refuses a new object that has it: it was copied from a running one",
            "Remove it, with creationTimestamp, generation and status beside it",
        ),
    );
}
