/** A site's settings and thresholds. Only what was changed is sent. */

import { html, useState } from "../../vendor/html.js";
import { Doing, say, Trouble, useGuard } from "./pieces.js";
import { groupsOf, meantSetting, typedSetting } from "./settings_fields.js";
import { Setting } from "./settings_form.js";
import { saveSite } from "./service.js";

/** `site` is the site as the API tells it; `keep(site)` remembers it as it was saved. */
export function SettingsPart({ site, keep }) {
  const [typed, setTyped] = useState({}); // what differs, by name
  const [problems, setProblems] = useState({});
  const [trouble, setTrouble] = useState(null);
  const shown = (name) => typed[name] ?? typedSetting(name, site[name]);
  const differing = Object.keys(typed).filter((name) => typed[name] !== typedSetting(name, site[name]));
  useGuard("settings", differing.length > 0);
  const save = async () => {
    setProblems({});
    setTrouble(null);
    const changed = differing.map((name) => [name, meantSetting(name, typed[name], site[name])]);
    try {
      keep(await saveSite(site.name, Object.fromEntries(changed)));
      setTyped({});
      say("The settings are saved.");
    } catch (error) {
      setProblems(error.errors ?? {});
      setTrouble(error.status === 422 ? "Not saved: look at what is marked." : error.message);
    }
  };
  const discard = () => {
    setTyped({});
    setProblems({});
    setTrouble(null);
    say("As they were.");
  };
  return html`<section aria-labelledby="settings-title">
    <h2 id="settings-title">Settings and thresholds</h2>
    <p class="intro">They hold for the whole site from now on; an article may have its own mode, pause and closing.</p>
    ${trouble && html`<${Trouble}>${trouble}<//>`}
    <div class="groups">
      ${Object.entries(groupsOf(site)).map(([group, names]) => html`<fieldset class="group" key=${group}>
        <legend>${group}</legend>
        ${names.map((name) => html`<${Setting} key=${name} name=${name} typed=${shown(name)}
          problem=${problems[name]}
          change=${(value) => setTyped({ ...typed, [name]: value })} />`)}
      </fieldset>`)}
    </div>
    ${differing.length > 0 && html`<div class="save-bar" role="group" aria-label="Unsaved changes">
      <p>Not saved yet</p>
      <button type="button" onClick=${discard}>Discard</button>
      <${Doing} class="primary" onPress=${save}>Save the settings<//>
    </div>`}
  </section>`;
}
