import type { WindlassError } from "../kit/errors";

import { checkAnalysis } from "./check-analysis";
import { type ComplaintPlace, Complaints, type Fields, fieldsOf, isWholeNumber, listOf } from "./complaints";

/** A Canary as plain data, wherever it comes from. */
export interface CanaryLike {
    readonly metadata: { readonly name: string };
    readonly spec?: unknown;
}

/** Longest name of a target: Kubernetes allows 63 characters in the names and labels Flagger makes of it. */
const LONGEST_NAME = 63 - "-primary".length;

/**
 * What is wrong with a Canary, as it stands in a manifest or as `canaryObject` made it: what Flagger answers with an event
 * nobody reads, and what it takes for something else than was meant. What Flagger would take all the same is called a rule
 * of Windlass's own. The definition of a Canary is held against it by `windlass check`, as that of every custom resource.
 *
 * @param place Where it was read from; none for typed arguments.
 */
export function checkCanary(canary: CanaryLike, place?: ComplaintPlace): readonly WindlassError[] {
    const complaints = new Complaints(`Canary ${canary.metadata.name}`, place);
    const spec = fieldsOf(canary.spec);
    checkTarget(complaints, spec);
    checkAutoscaler(complaints, fieldsOf(spec["autoscalerRef"]));
    checkService(complaints, fieldsOf(spec["service"]));
    complaints.wholeNumber("spec.progressDeadlineSeconds", spec["progressDeadlineSeconds"], 1, Infinity);
    checkAnalysis(complaints, fieldsOf(spec["analysis"]), spec["skipAnalysis"] === true);
    return complaints.errors;
}

function checkTarget(complaints: Complaints, spec: Fields): void {
    if (spec["targetRef"] === undefined) {
        complaints.add(
            "spec.targetRef",
            undefined,
            "a Canary needs a target",
            "Name a Deployment or a DaemonSet",
        );
        return;
    }
    const { apiVersion, kind, name } = fieldsOf(spec["targetRef"]);
    if (kind !== "Deployment" && kind !== "DaemonSet") {
        complaints.add(
            "spec.targetRef.kind",
            kind,
            "Windlass has Flagger roll out Deployments and DaemonSets only, of other kinds it cannot run two side by side",
            "Remove the Canary; the workload is rolled by its own update strategy",
        );
    } else if (apiVersion !== "apps/v1") {
        complaints.add(
            "spec.targetRef.apiVersion",
            apiVersion,
            `the group and version of a ${kind} is apps/v1`,
        );
    }
    checkName(complaints, "spec.targetRef.name", name);
}

function checkName(complaints: Complaints, key: string, name: unknown): void {
    if (typeof name !== "string" || name === "") {
        complaints.add(key, name, "must be a name");
    } else if (name.length > LONGEST_NAME) {
        complaints.add(
            key,
            name,
            `Flagger appends -primary, and the result may have 63 characters, so the name at most ${LONGEST_NAME}`,
        );
    }
}

function checkAutoscaler(complaints: Complaints, { apiVersion, kind }: Fields): void {
    if (kind !== "HorizontalPodAutoscaler" || apiVersion === "autoscaling/v2") return;
    complaints.add(
        "spec.autoscalerRef.apiVersion",
        apiVersion,
        "Kubernetes 1.26 dropped the autoscaler's earlier versions, and Flagger 1.44 its fallback to them",
        "Write autoscaling/v2",
    );
}

function checkService(complaints: Complaints, service: Fields): void {
    const { port, gateways, hosts, name } = service;
    if (!isWholeNumber(port, 1, 65535)) {
        complaints.add("spec.service.port", port, "must be a whole number from 1 to 65535");
    }
    if (name !== undefined) checkName(complaints, "spec.service.name", name);

    // Flagger adds the gateway `mesh` only where no other is named: pkg/router/istio.go.
    const inMesh = listOf(gateways).length === 0 || listOf(gateways).includes("mesh");
    if (inMesh && listOf(hosts).includes("*")) {
        complaints.add(
            "spec.service.hosts",
            hosts,
            "wildcard host * is not allowed for virtual services bound to the mesh gateway",
            "Name the ingress gateway alone, or the hosts",
        );
    }
}
