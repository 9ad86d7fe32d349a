import semver from "semver";
import { getIn } from "../../kit/json-path";
import { containersOf, tagOf } from "../../workloads/containers";
import type { PolicyRule } from "../rule";
import { type Manifest, objectId } from "../../workloads/manifest";

/** What floats today and is another image tomorrow; istio's `auto` is filled in by the webhook. */
const FLOATING_TAGS = /^(?:latest|stable|edge|main|master|nightly|dev)$|^v?\d+(?:\.\d+)?$/;

/** What a review has seen is what runs: a floating version changes without one. */
export const exactVersions: PolicyRule = {
    id: "exact-versions",
    description: "Charts and images are pinned to one exact version or digest.",
    remedy: "Write the exact version, or a digest",
    judge: (objects) =>
        objects.flatMap((object) =>
            [...floatingImages(object), ...floatingChart(object)].map((reason) => ({
                object: objectId(object),
                reason,
            })),
        ),
};

function floatingImages(object: Manifest): readonly string[] {
    return containersOf(object)
        .filter(({ image }) => image !== "" && image !== "auto" && !image.includes("@sha256:"))
        .filter(({ image }) => FLOATING_TAGS.test(tagOf(image) ?? "latest"))
        .map(({ name, image }) => `the image of container ${name} floats: ${image}`);
}

function floatingChart(object: Manifest): readonly string[] {
    if (object.kind !== "HelmRelease" || getIn(object, ["spec", "chart"]) === undefined) return [];
    const version = getIn(object, ["spec", "chart", "spec", "version"]);
    if (typeof version === "string" && semver.valid(version) !== null) return [];
    return [`its chart's version floats: ${typeof version === "string" ? version : "none is given"}`];
}
