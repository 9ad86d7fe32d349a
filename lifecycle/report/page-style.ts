import { Html } from "./html";

/**
 * How the page looks. Colours have 4.5 : 1 against what they stand on, in light and dark, and never say anything that words
 * do not. Tables turn to one block a row where they would be wider than a phone.
 */
export const PAGE_STYLE = new Html(`
:root{color-scheme:light dark;--paper:#f6f7f9;--card:#fff;--ink:#1a1d21;--soft:#555d66;--line:#d6dbe1;--link:#0b57a4;
--bad:#a8201a;--bad-back:#fdecea;--warn:#7a4d00;--warn-back:#fff4dc;--good:#1b6338;--good-back:#e6f4ea;--move-back:#e7f0fa;
--s0:#0b57a4;--s1:#4a90d9;--s2:#8fb8e0;--s3:#a9b4c0;--s4:#87919c;--s5:#656e78}
@media (prefers-color-scheme:dark){:root{--paper:#111417;--card:#1a1e23;--ink:#e8eaed;--soft:#aab2bb;--line:#38404a;--link:#8ec1ff;
--bad:#ff9d94;--bad-back:#40191a;--warn:#f5c469;--warn-back:#3a2c0c;--good:#86d8a2;--good-back:#14331f;--move-back:#152a40;
--s0:#8ec1ff;--s1:#4a90d9;--s2:#2f6199;--s3:#5c6773;--s4:#75808c;--s5:#919ca8}}
*{box-sizing:border-box}
html{scroll-padding-top:1rem;-webkit-text-size-adjust:100%}
body{font:1rem/1.5 system-ui,-apple-system,"Segoe UI",sans-serif;margin:0;background:var(--paper);color:var(--ink);overflow-wrap:anywhere}
header,main,footer{max-width:75rem;margin:0 auto;padding:0 1rem}
header{padding-top:1.25rem}
h1{font-size:1.75rem;line-height:1.2;margin:0}
h2{font-size:1.3rem;line-height:1.3;margin:2.25rem 0 .75rem}
h3{font-size:1.05rem;margin:0;display:inline}
h4{font-size:.95rem;margin:1rem 0 .25rem}
p{margin:.5rem 0}ul{margin:.25rem 0;padding-left:1.25rem}
a{color:var(--link);text-underline-offset:.15em}
a:focus-visible,summary:focus-visible{outline:3px solid var(--link);outline-offset:2px;border-radius:.25rem}
.soft{color:var(--soft)}.small{font-size:.875rem}
.skip{position:absolute;left:1rem;top:-4rem;background:var(--card);padding:.5rem 1rem}.skip:focus{top:.5rem}
.verdict{font-size:1.15rem;font-weight:600;padding:.75rem 1rem;border-radius:.5rem;border-left:.4rem solid;margin:1rem 0}
.failing{color:var(--bad);background:var(--bad-back)}
.attention{color:var(--warn);background:var(--warn-back)}
.moving{color:var(--link);background:var(--move-back)}
.fine{color:var(--good);background:var(--good-back)}
nav ul{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;list-style:none;padding:0;margin:.75rem 0}
nav a{display:inline-block;padding:.25rem 0}
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(8.5rem,1fr));gap:.75rem;margin:1rem 0}
.tiles>div{background:var(--card);border:1px solid var(--line);border-radius:.5rem;padding:.75rem 1rem;display:flex;flex-direction:column-reverse;justify-content:flex-end}
.tiles dt{color:var(--soft);font-size:.875rem;line-height:1.3}
.tiles dd{margin:0;font-size:1.6rem;font-weight:650;line-height:1.25;font-variant-numeric:tabular-nums}
.panel,details.stack{background:var(--card);border:1px solid var(--line);border-radius:.5rem;padding:.5rem 1rem}
.panel{padding:1rem}.panel.after{margin-top:1rem}
details.stack{margin:.75rem 0}
summary{cursor:pointer;padding:.35rem 0}
details.stack>summary .badge{margin-left:.35rem}
details.stack>summary .next{display:block;color:var(--soft);font-size:.9rem}
.badge{display:inline-block;font-size:.8rem;font-weight:600;border-radius:1rem;padding:.05rem .6rem;white-space:nowrap}
.unseen{color:var(--soft);border:1px solid var(--line)}
.trouble{list-style:none;padding:0}.trouble>li{padding:.6rem 0;border-top:1px solid var(--line)}.trouble>li:first-child{border-top:0;padding-top:0}.trouble>li:last-child{padding-bottom:0}
table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}
caption{text-align:left;font-weight:600;padding:.5rem 0}
th,td{text-align:left;vertical-align:top;padding:.4rem .75rem .4rem 0;border-bottom:1px solid var(--line)}
tbody th{font-weight:600}thead th{overflow-wrap:normal;color:var(--soft);font-size:.85rem;font-weight:600}
tbody tr:last-child>*{border-bottom:0}
.bar{display:block;height:.7rem;border-radius:.2rem;min-width:2px}
svg.plot{display:block;max-width:100%;overflow:visible;font-size:12px}
.plot text{fill:var(--soft)}.plot .grid{stroke:var(--line);fill:none}.plot .tick{stroke:var(--soft)}
.plot path[class^=s]{stroke:var(--card);stroke-width:1}
.s0{fill:var(--s0);background:var(--s0)}.s1{fill:var(--s1);background:var(--s1)}.s2{fill:var(--s2);background:var(--s2)}
.s3{fill:var(--s3);background:var(--s3)}.s4{fill:var(--s4);background:var(--s4)}.s5{fill:var(--s5);background:var(--s5)}
figure{margin:0}.key{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;list-style:none;padding:0;margin:.5rem 0}
.key span{display:inline-block;width:.9rem;height:.9rem;border-radius:.2rem;vertical-align:-.1rem;margin-right:.4rem}
.middle,.wide{display:none}footer{padding-bottom:2rem;margin-top:2rem}
@media (min-width:45rem){.middle{display:block}.narrow{display:none}}
@media (min-width:72rem){.wide{display:block}.middle{display:none}}
@media (max-width:44.99rem){
table,caption,tbody,tbody tr,tbody th,tbody td{display:block}
thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
tbody tr{border-bottom:1px solid var(--line);padding:.6rem 0}tbody tr:last-child{border-bottom:0}
tbody th,tbody td{border:0;padding:.1rem 0}tbody td{display:grid;grid-template-columns:7.5rem 1fr;gap:.5rem}
tbody td::before{content:attr(data-label);color:var(--soft);font-size:.875rem}tbody td.empty{display:none}}
@media (forced-colors:active){.bar,.key span,.plot path[class^=s]{forced-color-adjust:none}}
@media print{body{background:none}.skip,nav{display:none}}
`);
