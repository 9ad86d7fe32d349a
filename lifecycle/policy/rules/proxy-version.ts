import semver from "semver";
import { reachWords, skewBreach } from "../../versions/skew-rule";
import { containersOf, tagOf } from "../../workloads/containers";
import type { PolicyRule } from "../rule";
import { objectId } from "../../workloads/manifest";

const PROXIES = ["istio-proxy", "istio-init", "istio-validation"];

/** The one rule of skew, held against every proxy there is: see {@link skewBreach}. */
export const proxyVersion: PolicyRule = {
    id: "proxy-version",
    description:
        "No proxy is newer than the control plane, nor too old for it: one minor in place, two by revision.",
    remedy: "Run windlass update, which moves the control plane first, then windlass inject",
    judge: (objects, { controlPlane, strategy = "in-place" }) => {
        const pin = semver.parse(controlPlane);
        if (!pin) return [];
        return objects.flatMap((object) => {
            const versions = containersOf(object)
                .filter(({ name }) => PROXIES.includes(name))
                .map(({ image }) => semver.parse(tagOf(image)?.replace(/-(?:distroless|debug)$/, "")))
                .filter((version) => version !== null);
            const wrong = versions.find((version) => skewBreach(version, pin, strategy));
            if (!wrong) return [];
            const newer = skewBreach(wrong, pin, strategy) === "newer";
            const how = newer ? "newer" : `more than ${reachWords(strategy)} older`;
            const reason = `its proxy ${wrong.version} is ${how} than the control plane ${pin.version}`;
            return [{ object: objectId(object), reason }];
        });
    },
};
