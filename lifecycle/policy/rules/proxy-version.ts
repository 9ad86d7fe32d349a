import semver from "semver";
import { containersOf, tagOf } from "../containers";
import { type PolicyRule, objectId } from "../rule";

const PROXIES = ["istio-proxy", "istio-init", "istio-validation"];

/** istio.io, "Supported Releases": the control plane may be a minor ahead of the proxies, never behind them. */
export const proxyVersion: PolicyRule = {
    id: "proxy-version",
    description: "No proxy is newer than the control plane, nor more than one minor older.",
    remedy: "Run windlass update, which moves the control plane first, then windlass inject",
    judge: (objects, { controlPlane }) => {
        const pin = semver.parse(controlPlane);
        if (!pin) return [];
        return objects.flatMap((object) => {
            const versions = containersOf(object)
                .filter(({ name }) => PROXIES.includes(name))
                .map(({ image }) => semver.parse(tagOf(image)?.replace(/-(?:distroless|debug)$/, "")))
                .filter((version) => version !== null);
            const wrong = versions.find((version) => isNewer(version, pin) || isFarBehind(version, pin));
            if (!wrong) return [];
            const reason = isNewer(wrong, pin)
                ? `its proxy ${wrong.version} is newer than the control plane ${pin.version}`
                : `its proxy ${wrong.version} is more than one minor older than the control plane ${pin.version}`;
            return [{ object: objectId(object), reason }];
        });
    },
};

function isNewer(proxy: semver.SemVer, controlPlane: semver.SemVer): boolean {
    return semver.gt(proxy, controlPlane);
}

function isFarBehind(proxy: semver.SemVer, controlPlane: semver.SemVer): boolean {
    return proxy.major !== controlPlane.major || controlPlane.minor - proxy.minor > 1;
}
