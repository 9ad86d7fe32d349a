import type { HttpClient } from "../http/http-source";
import { addressBelow } from "../http/web-address";
import { parseFrontMatter } from "../../lifecycle/versions/bulletin-page";
import { dayStart } from "../../lifecycle/kit/day";
import { strictVersion } from "../../lifecycle/kit/version-order";

/**
 * Day a release of Istio was announced: `publishdate` of its page; undefined where there is no page, or the page is about
 * another release or gives no day. Later than its tag by up to a week, so what counts for a release's age.
 *
 * @param docs - raw files of the istio.io repository
 * @param version - a stable release
 */
export async function fetchAnnouncementDate(
    client: HttpClient,
    docs: URL,
    version: string,
): Promise<string | undefined> {
    const parsed = strictVersion(version);
    if (!parsed || parsed.prerelease.length > 0) return undefined;
    const { major, minor, patch } = parsed;
    // The first release of a minor has a folder with notes below it, a patch release a page.
    const page =
        patch === 0 ? `announcing-${major}.${minor}/_index.md` : `announcing-${parsed.version}/index.md`;
    const address = addressBelow(docs, "content/en/news/releases", `${major}.${minor}.x`, page);
    const { status, body } = await client.request(address);
    if (status !== 200) return undefined;
    const matter = parseFrontMatter(body.toString("utf8"), page);
    const { release, publishdate } = matter;
    const about = release === undefined || release === parsed.version;
    const day = typeof publishdate === "string" ? publishdate.slice(0, 10) : "";
    return about && dayStart(day) !== undefined ? day : undefined;
}
