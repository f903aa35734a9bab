import { button, make } from './dom.js';

const REASONS = ['abuse', 'spam', 'off_topic', 'personal_data', 'illegal', 'other'];

/** Asks what is wrong with a comment; `send({reason, text?})` passes it on, a `Refusal` is said. */
export function flagForm({ words, id, send, cancel }) {
  const say = (key) => words.say(key);
  const problem = make('p', { className: 'problem', role: 'alert', hidden: true });
  const reason = make(
    'select',
    { id: `why-${id}` },
    REASONS.map((name) => make('option', { value: name }, say(name))),
  );
  const text = make('input', { id: `what-${id}`, maxLength: 500, autocomplete: 'off' });
  const submit = async (event) => {
    event.preventDefault();
    const more = text.value.trim();
    try {
      await send({ reason: reason.value, ...(more && { text: more }) });
    } catch (error) {
      problem.textContent = words.why(error);
      problem.hidden = false;
    }
  };
  return make(
    'form',
    { className: 'form flag', onsubmit: submit },
    make('div', 'field', make('label', { htmlFor: `why-${id}` }, say('flag_why')), reason),
    make('div', 'field', make('label', { htmlFor: `what-${id}` }, say('flag_more')), text),
    problem,
    make(
      'div',
      'bar',
      make('span', 'space'),
      button('plain', say('cancel'), cancel),
      make('button', 'primary', say('flag_send')),
    ),
  );
}
